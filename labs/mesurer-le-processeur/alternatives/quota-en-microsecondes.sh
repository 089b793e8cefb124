#!/bin/sh
set -eu
docker run -d --name calcul --cpu-period 50000 --cpu-quota 25000 labo/base:1 sonde cpu
sleep 4
echo "Réponse part-consommee : $(docker stats --no-stream --format '{{.CPUPerc}}' indexeur)"
