#!/bin/sh
# refusé par : part-mesuree
# dit : Un seul relevé ne dit rien
set -eu
group=docker/$(docker inspect -f '{{.Id}}' indexeur)
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  echo "Réponse part-consommee : $(sed -n 's/^usage_usec //p' "/sys/fs/cgroup/$group/cpu.stat")"
else
  echo "Réponse part-consommee : $(cat "/sys/fs/cgroup/cpuacct/$group/cpuacct.usage")"
fi
