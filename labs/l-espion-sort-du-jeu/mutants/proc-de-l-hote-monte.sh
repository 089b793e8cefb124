#!/bin/sh
# refusé par : rien-de-trop
# dit : est monté dans « espion »
set -eu
echo "Réponse cle : $(docker exec espion ps | sed -n 's/.*--cle=//p' | head -n 1)"
docker rm -f espion
docker run -d --name espion --pid=container:appli -v /proc:/hote/proc:ro labo/base:1 sh -c 'while sleep 5; do pidof httpd || echo introuvable; done'
