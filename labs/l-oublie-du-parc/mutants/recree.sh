#!/bin/sh
# refusé par : sans-coupure
# dit : a été recréé
set -eu
docker rm -f courriel
docker run -d --name courriel --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 64 labo/base:1 sleep 3600
