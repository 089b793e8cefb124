#!/bin/sh
# refusé par : attaque-sans-effet
# dit : y est encore
set -eu
echo "Réponse cle : $(docker exec espion ps | sed -n 's/.*--cle=//p' | head -n 1)"
docker rm -f espion
docker run -d --name espion --pid=host labo/base:1 sh -c 'while sleep 5; do pidof httpd || echo introuvable; done'
