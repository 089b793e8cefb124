#!/bin/sh
set -eu
# Le temps de calcul cumulé d’indexeur, en microsecondes.
group=docker/$(docker inspect -f '{{.Id}}' indexeur)
used() {
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    sed -n 's/^usage_usec //p' "/sys/fs/cgroup/$group/cpu.stat"
  else
    echo $(($(cat "/sys/fs/cgroup/cpuacct/$group/cpuacct.usage") / 1000))
  fi
}
now() { echo $(($(date +%s%N) / 1000)); }

used_before=$(used) began=$(now)
sleep 5
used_after=$(used) ended=$(now)
echo "Réponse part-consommee : $(((used_after - used_before) * 100 / (ended - began)))"

docker run -d --name calcul --cpus 0.5 labo/base:1 sonde cpu
