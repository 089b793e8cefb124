#!/bin/sh
# refusé par : moteur-remappe
# dit : n’a pas de clé
set -eu
echo '{"userns_remap":"default"}' >/etc/docker/daemon.json
docker run -d --name remappe labo/base:1 sleep 3600
