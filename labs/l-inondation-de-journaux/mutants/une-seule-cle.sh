#!/bin/sh
# refusé par : rotation-utile
# dit : un seul fichier
set -eu
docker rm -f passerelle
docker run -d --name passerelle --log-opt max-size=1m labo/passerelle:1
