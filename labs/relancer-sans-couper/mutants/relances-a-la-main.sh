#!/bin/sh
# refusé par : sans-interruption
# dit : a été redémarré
set -eu
echo '{ "live-restore": true, "no-new-privileges": true }' >/etc/docker/daemon.json
docker update --restart unless-stopped billetterie reservations
poser-le-correctif
until docker start billetterie reservations; do sleep .2; done
docker run -d --name temoin labo/base:1 sleep 3600
