#!/bin/sh
# refusé par : socket-garde
# dit : est publié sur le port
set -eu
docker rm -f supervision
docker network create surveillance
docker run -d --name filtre --network surveillance -p 2375:2375 -v /var/run/docker.sock:/var/run/docker.sock:ro labo/filtre:1
docker run -d --name supervision --network surveillance -e SOURCE=http://filtre:2375 labo/supervision:1
