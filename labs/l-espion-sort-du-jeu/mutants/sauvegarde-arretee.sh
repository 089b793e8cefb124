#!/bin/sh
# refusé par : services-intacts
# dit : ne montre plus son processus
set -eu
echo "Réponse cle : $(docker exec espion ps | sed -n 's/.*--cle=//p' | head -n 1)"
pkill -f /usr/local/sbin/sauvegarde
docker rm -f espion
docker run -d --name espion --pid=container:appli labo/base:1 sh -c 'while sleep 5; do pidof httpd || echo introuvable; done'
