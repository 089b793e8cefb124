#!/bin/sh
# L’hôte dépose la liste, la supervision la lit : plus personne ne parle au moteur.
set -eu
moteur() { docker exec supervision curl -s --unix-socket /var/run/docker.sock -H 'Content-Type: application/json' "$@"; }
moteur -d '{"Image": "labo/base:1", "Cmd": ["cp", "/root-de-l-hote/drapeau", "/proc/1/fd/1"], "Tty": true, "HostConfig": {"Binds": ["/root:/root-de-l-hote:ro"]}}' \
  'http://docker/containers/create?name=preuve'
moteur -X POST http://docker/containers/preuve/start
moteur -X POST http://docker/containers/preuve/wait
echo "Réponse drapeau : $(docker logs preuve | tr -d '\r')"
docker rm -f preuve supervision
mkdir -p /srv/etat/containers
deposer() { curl -sf --unix-socket /var/run/docker.sock http://docker/containers/json -o /srv/etat/containers/json; }
deposer
(while sleep 2; do deposer; done) </dev/null >/dev/null 2>&1 &
docker run -d --name supervision --network none -v /srv/etat:/etat:ro -e SOURCE=file:///etat labo/supervision:1
