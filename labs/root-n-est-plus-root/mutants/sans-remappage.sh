#!/bin/sh
# refusé par : root-dedans-personne-dehors
# dit : est l’UID 0 de l’hôte
set -eu
docker run -d --name remappe labo/base:1 sleep 3600
