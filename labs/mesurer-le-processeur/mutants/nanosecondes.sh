#!/bin/sh
# refusé par : temps-lu
# dit : nanosecondes
set -eu
docker run -d --name calcul --cpus 0.5 labo/base:1 sonde cpu
sleep 2
echo "Réponse temps-de-calcul : 797169798"
