#!/bin/sh
# refusé par : socket-garde
# dit : « boutique » partage un réseau avec « filtre »
set -eu
docker rm -f supervision
docker run -d --name filtre -v /var/run/docker.sock:/var/run/docker.sock:ro labo/filtre:1
docker run -d --name supervision -e SOURCE="http://$(docker inspect -f '{{.NetworkSettings.IPAddress}}' filtre):2375" labo/supervision:1
