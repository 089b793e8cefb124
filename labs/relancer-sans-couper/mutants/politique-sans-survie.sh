#!/bin/sh
# refusé par : survie-declaree
# dit : live-restore
set -eu
echo '{ "no-new-privileges": true }' >/etc/docker/daemon.json
docker update --restart always billetterie reservations
poser-le-correctif
docker run -d --name temoin labo/base:1 sleep 3600
