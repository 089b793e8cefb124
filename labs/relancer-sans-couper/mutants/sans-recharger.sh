#!/bin/sh
# refusé par : sans-interruption
# dit : est arrêté
set -eu
echo '{ "live-restore": true, "no-new-privileges": true }' >/etc/docker/daemon.json
poser-le-correctif
docker run -d --name temoin labo/base:1 sleep 3600
