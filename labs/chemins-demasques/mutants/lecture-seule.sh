#!/bin/sh
# refusé par : chemins-masques
# dit : laisse tous les autres découverts
set -eu
docker rm -f releve-memoire
docker run -d --name releve-memoire --read-only --security-opt systempaths=unconfined labo/base:1 \
  sh -c 'while sleep 5; do grep MemAvailable /proc/meminfo; done'
