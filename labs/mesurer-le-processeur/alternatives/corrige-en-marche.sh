#!/bin/sh
set -eu
sleep 4
percent=$(docker stats --no-stream --format '{{.CPUPerc}}' indexeur)
echo "Réponse part-consommee : $(echo "$percent" | awk '{ printf "%.3f processeur", $1 / 100 }')"
docker run -d --name calcul labo/base:1 sonde cpu
docker update --cpus 0.5 calcul
