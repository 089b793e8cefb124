#!/bin/sh
# refusé par : hote-seulement
# dit : toutes les adresses de la machine
set -eu
docker rm -f admin
docker run -d --name admin -P labo/web:1
