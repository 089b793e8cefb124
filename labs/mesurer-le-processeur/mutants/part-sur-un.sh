#!/bin/sh
# refusé par : part-mesuree
# dit : se multiplie par cent
set -eu
docker run -d --name calcul --cpus 0.5 labo/base:1 sonde cpu
sleep 6
echo "Réponse part-mesuree : 0,5"
