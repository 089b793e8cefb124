#!/bin/sh
# refusé par : hote-seulement
# dit : Aucun port de
set -eu
docker rm -f admin
docker run -d --name admin --expose 8080 labo/web:1
