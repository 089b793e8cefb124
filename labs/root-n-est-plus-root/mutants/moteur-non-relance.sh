#!/bin/sh
# refusé par : moteur-remappe
# dit : est lu au démarrage
set -eu
echo '{"userns-remap":"default"}' >/etc/docker/daemon.json
docker run -d --name remappe labo/base:1 sleep 3600
