#!/bin/sh
# refusé par : reviennent-avec-la-machine
# dit : a pour politique de relance
set -eu
echo '{ "live-restore": true, "no-new-privileges": true }' >/etc/docker/daemon.json
kill -HUP "$(cat /run/docker.pid)"
until [ "$(docker info -f '{{.LiveRestoreEnabled}}')" = true ]; do sleep .1; done
docker update --restart on-failure:5 billetterie
poser-le-correctif
docker run -d --name temoin labo/base:1 sleep 3600
