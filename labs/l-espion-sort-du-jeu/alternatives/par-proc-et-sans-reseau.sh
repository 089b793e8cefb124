#!/bin/sh
set -eu
echo "Réponse cle : $(docker exec espion sh -c "cat /proc/[0-9]*/cmdline | tr '\0' '\n' | grep -m 1 -e ^--cle=")"
docker stop -t 1 espion
docker rm espion
docker run -d --name espion --pid="container:$(docker inspect -f '{{.Id}}' appli)" --network none --cap-drop ALL --read-only labo/base:1 sh -c 'while sleep 5; do pidof httpd || echo introuvable; done'
