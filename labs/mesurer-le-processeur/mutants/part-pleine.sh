#!/bin/sh
# refusé par : part-mesuree
# dit : n’en laisse jamais passer davantage
set -eu
docker run -d --name calcul --cpus 0.5 labo/base:1 sonde cpu
sleep 4
echo "Réponse part-mesuree : 100"
