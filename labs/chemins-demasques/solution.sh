#!/bin/sh
set -eu
docker rm -f releve-memoire
docker run -d --name releve-memoire labo/base:1 sh -c 'while sleep 5; do grep MemAvailable /proc/meminfo; done'
