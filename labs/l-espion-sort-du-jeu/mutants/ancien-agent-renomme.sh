#!/bin/sh
# refusé par : attaque-sans-effet
# dit : « ancien » y est encore
set -eu
echo "Réponse cle : $(docker exec espion ps | sed -n 's/.*--cle=//p' | head -n 1)"
docker rename espion ancien
docker run -d --name espion --pid=container:appli labo/base:1 sh -c 'while sleep 5; do pidof httpd || echo introuvable; done'
