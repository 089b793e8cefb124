#!/bin/sh
# refusé par : journaux-bornes
# dit : jusqu’à 100 Mio
set -eu
docker rm -f passerelle
docker run -d --name passerelle --log-driver local labo/passerelle:1
