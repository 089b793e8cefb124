#!/bin/sh
# refusé par : socket-garde
# dit : déplace la clé sans la reprendre
set -eu
docker rename supervision ancienne
docker network create surveillance
docker run -d --name filtre --network surveillance -v /var/run/docker.sock:/var/run/docker.sock:ro labo/filtre:1
docker run -d --name supervision --network surveillance -e SOURCE=http://filtre:2375 labo/supervision:1
