#!/bin/sh
set -eu
sleep 4
percents=$(for _ in 1 2 3 4; do docker stats --no-stream --format '{{.CPUPerc}}' indexeur; done)
echo "Réponse part-consommee : $(echo "$percents" | awk '{ sum += $1 } END { printf "%.3f processeur", sum / NR / 100 }')"
docker run -d --name calcul labo/base:1 sonde cpu
docker update --cpus 0.5 calcul
