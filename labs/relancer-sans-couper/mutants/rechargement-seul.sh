#!/bin/sh
# refusé par : reglage-en-vigueur
# dit : porte NoNewPrivs 0
set -eu
echo '{ "live-restore": true, "no-new-privileges": true }' >/etc/docker/daemon.json
kill -HUP "$(cat /run/docker.pid)"
docker update --restart unless-stopped billetterie reservations
docker run -d --name temoin labo/base:1 sleep 3600
