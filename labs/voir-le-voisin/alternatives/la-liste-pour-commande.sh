#!/bin/sh
set -eu
docker run -d --name diagnostic --pid=container:appli labo/base:1 sh -c 'while :; do ps; sleep 30; done'
sleep 1
echo "Réponse lot : $(docker logs diagnostic | sed -n 's/.*--lot=\([0-9]*\).*/\1/p' | head -n 1)"
