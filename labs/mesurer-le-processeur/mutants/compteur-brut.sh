#!/bin/sh
# refusé par : part-mesuree
# dit : Un seul relevé ne dit rien
set -eu
docker run -d --name calcul --cpus 0.5 labo/base:1 sonde cpu
group=docker/$(docker inspect -f '{{.Id}}' indexeur)
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  echo "Réponse part-consommee : $(sed -n 's/^usage_usec //p' "/sys/fs/cgroup/$group/cpu.stat")"
else
  echo "Réponse part-consommee : $(cat "/sys/fs/cgroup/cpuacct/$group/cpuacct.usage")"
fi
