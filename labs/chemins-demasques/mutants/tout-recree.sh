#!/bin/sh
# refusé par : autres-intacts
# dit : des protections de plus
set -eu
docker rm -f releve-charge releve-memoire releve-disque
docker run -d --name releve-charge labo/base:1 sh -c 'while sleep 5; do cat /proc/loadavg; done'
docker run -d --name releve-memoire labo/base:1 sh -c 'while sleep 5; do grep MemAvailable /proc/meminfo; done'
docker run -d --name releve-disque labo/base:1 sh -c 'while sleep 5; do cat /proc/diskstats; done'
