#!/bin/sh
set -eu
docker run -d --name cache labo/base:1 sleep 3600
docker update --memory 64m --memory-swap 64m cache
