#!/bin/sh
# refusé par : part-mesuree
# dit : il dort
set -eu
docker run -d --name calcul --cpus 0.5 labo/base:1 sleep 3600
sleep 6
echo "Réponse part-mesuree : 50"
