#!/bin/sh
# refusé par : chemins-masques
# dit : --privileged emporte aussi les chemins masqués
set -eu
docker rm -f releve-memoire
docker run -d --name releve-memoire --privileged labo/base:1 sh -c 'while sleep 5; do grep MemAvailable /proc/meminfo; done'
