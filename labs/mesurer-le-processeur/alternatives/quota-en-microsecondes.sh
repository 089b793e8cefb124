#!/bin/sh
set -eu
sleep 4
echo "Réponse part-consommee : $(docker stats --no-stream --format '{{.CPUPerc}}' indexeur)"
docker run -d --name calcul --cpu-period 50000 --cpu-quota 25000 labo/base:1 sonde cpu
