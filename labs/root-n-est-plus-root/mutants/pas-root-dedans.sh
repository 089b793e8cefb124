#!/bin/sh
# refusé par : root-dedans-personne-dehors
# dit : n’est pas root
set -eu
echo '{"userns-remap":"default"}' >/etc/docker/daemon.json
relancer-docker
docker load -i /usr/local/lib/etanche/images/labo-base.tar
docker run -d --name remappe --user 10001 labo/base:1 sleep 3600
