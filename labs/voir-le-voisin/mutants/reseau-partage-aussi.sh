#!/bin/sh
# refusé par : rien-de-plus
# dit : partage aussi l’espace net de « appli »
set -eu
docker run -d --name diagnostic --pid=container:appli --network=container:appli labo/base:1 sleep 3600
