#!/bin/sh
# refusé par : part-mesuree
# dit : est la limite de « indexeur »
set -eu
docker run -d --name calcul --cpus 0.5 labo/base:1 sonde cpu
echo 'Réponse part-consommee : 50'
