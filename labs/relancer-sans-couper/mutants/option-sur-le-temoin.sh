#!/bin/sh
# refusé par : reglage-en-vigueur
# dit : demandé pour ce seul conteneur
set -eu
echo '{ "live-restore": true }' >/etc/docker/daemon.json
kill -HUP "$(cat /run/docker.pid)"
until [ "$(docker info -f '{{.LiveRestoreEnabled}}')" = true ]; do sleep .1; done
poser-le-correctif
docker run -d --name temoin --security-opt no-new-privileges labo/base:1 sleep 3600
