#!/bin/sh
set -eu
echo "Réponse cle : $(docker exec espion ps | sed -n 's/.*--cle=//p' | head -n 1)"
docker rm -f espion
docker run -d --name espion --restart unless-stopped --pid=container:appli --security-opt no-new-privileges labo/base:1 sh -c 'while sleep 5; do pidof httpd || echo introuvable; done'
