#!/bin/sh
# refusé par : uid-vu-de-l-hote
# dit : est l’UID vu de l’intérieur
set -eu
echo '{"userns-remap":"default"}' >/etc/docker/daemon.json
relancer-docker
docker load -i /usr/local/lib/etanche/images/labo-base.tar
docker run -d --name remappe labo/base:1 sleep 3600
echo "Réponse uid-hote : $(docker exec remappe id -u)"
