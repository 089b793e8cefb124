#!/bin/sh
# refusé par : hote-seulement
# dit : dans l’espace réseau de l’hôte
set -eu
docker rm -f admin
docker run -d --name admin --network host labo/web:1
