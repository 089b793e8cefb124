#!/bin/sh
# refusé par : agent-au-travail
# dit : ne voit que ses propres processus
set -eu
echo "Réponse cle : $(docker exec espion ps | sed -n 's/.*--cle=//p' | head -n 1)"
docker rm -f espion
docker run -d --name espion labo/base:1 sh -c 'while sleep 5; do pidof httpd || echo introuvable; done'
