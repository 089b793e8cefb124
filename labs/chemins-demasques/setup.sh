#!/bin/sh
# Trois agents de relevé : l’un est lancé sans chemins masqués, ce que SecurityOpt ne montre pas.
set -eu
docker run -d --name releve-charge --read-only labo/base:1 sh -c 'while sleep 5; do cat /proc/loadavg; done' >/dev/null &
docker run -d --name releve-memoire --security-opt systempaths=unconfined labo/base:1 \
  sh -c 'while sleep 5; do grep MemAvailable /proc/meminfo; done' >/dev/null &
docker run -d --name releve-disque --security-opt no-new-privileges labo/base:1 \
  sh -c 'while sleep 5; do cat /proc/diskstats; done' >/dev/null &
wait
