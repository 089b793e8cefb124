#!/bin/sh
# Deux services en marche, chacun avec un traitement dont le lot est tiré au sort.
set -eu
start() {
  docker run -d --name "$1" labo/base:1 sh -c "sh -c 'while :; do sleep 60; done' traitement --lot=$2 & exec httpd -f -p 8080 -h /" >/dev/null
}
lot=$(($(od -An -N2 -tu2 /dev/urandom) % 8000 + 1000))
start stock $((lot + 137))
start appli "$lot"
