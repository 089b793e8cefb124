#!/bin/sh
set -eu
sleep 4
percents=$(for _ in 1 2 3 4; do docker stats --no-stream --format '{{.CPUPerc}}' indexeur; done)
echo "Réponse part-consommee : $(echo "$percents" | awk '{ sum += $1 } END { printf "%.1f %%", sum / NR }')"
docker run -d --name calcul --cpu-period 50000 --cpu-quota 25000 labo/base:1 sonde cpu
