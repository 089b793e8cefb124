#!/bin/sh
# refusé par : plus-aucun-ordre
# dit : monter le dossier, c’est monter le socket
set -eu
docker rm -f supervision
docker run -d --name supervision -v /var/run:/var/run:ro labo/supervision:1
