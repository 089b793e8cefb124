#!/bin/sh
# Le même plafond, écrit en quota et en période ; la part vient de docker stats.
set -eu
docker run -d --name calcul --cpu-period 50000 --cpu-quota 25000 labo/base:1 sonde cpu
sleep 4
part=$(docker stats --no-stream --format '{{.CPUPerc}}' calcul)
id=$(docker inspect -f '{{.Id}}' calcul)
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  temps=$(awk '/^usage_usec/ { printf "%.1f", $2 / 1000000 }' "/sys/fs/cgroup/docker/$id/cpu.stat")
else
  temps=$(awk '{ printf "%.1f", $1 / 1000000000 }' "/sys/fs/cgroup/cpuacct/docker/$id/cpuacct.usage")
fi
echo "Réponse temps-de-calcul : $temps"
echo "Réponse part-mesuree : $part"
