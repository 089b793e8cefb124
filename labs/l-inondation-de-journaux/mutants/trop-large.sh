#!/bin/sh
# refusé par : journaux-bornes
# dit : jusqu’à 30 Mio
set -eu
docker rm -f passerelle
docker run -d --name passerelle --log-opt max-size=10m --log-opt max-file=3 labo/passerelle:1
