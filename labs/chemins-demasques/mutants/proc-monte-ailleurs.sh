#!/bin/sh
# refusé par : rien-de-trop
# dit : n’a plus aucun masque
set -eu
docker rm -f releve-memoire
docker run -d --name releve-memoire -v /proc:/hote/proc:ro labo/base:1 \
  sh -c 'while sleep 5; do grep MemAvailable /hote/proc/meminfo; done'
