#!/bin/sh
# refusé par : reglages-figes
# dit : rien ne couvre /proc/sys
set -eu
docker rm -f releve-memoire
docker run -d --name releve-memoire --tmpfs /sys/firmware --security-opt systempaths=unconfined labo/base:1 \
  sh -c 'while sleep 5; do grep MemAvailable /proc/meminfo; done'
