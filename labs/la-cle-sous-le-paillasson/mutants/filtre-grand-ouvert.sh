#!/bin/sh
# refusé par : plus-aucun-ordre
# dit : Un relais qui transmet tout vaut le socket
set -eu
docker rm -f supervision
docker network create surveillance
docker run -d --name filtre --network surveillance -e ECRITURE=oui -v /var/run/docker.sock:/var/run/docker.sock labo/filtre:1
docker run -d --name supervision --network surveillance -e SOURCE=http://filtre:2375 labo/supervision:1
