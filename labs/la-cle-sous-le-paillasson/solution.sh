#!/bin/sh
set -eu
moteur() { docker exec supervision curl -s --unix-socket /var/run/docker.sock -H 'Content-Type: application/json' "$@"; }
moteur -d '{"Image": "labo/base:1", "Tty": true, "Cmd": ["cat", "/hote/root/drapeau"], "HostConfig": {"Binds": ["/:/hote"]}}' \
  'http://docker/containers/create?name=preuve'
moteur -X POST http://docker/containers/preuve/start
moteur -X POST http://docker/containers/preuve/wait
echo "Réponse drapeau : $(moteur 'http://docker/containers/preuve/logs?stdout=1' | tr -d '\r')"
docker rm -f preuve supervision
docker network create surveillance
docker run -d --name filtre --network surveillance -v /var/run/docker.sock:/var/run/docker.sock:ro labo/filtre:1
docker run -d --name supervision --network surveillance -e SOURCE=http://filtre:2375 labo/supervision:1
