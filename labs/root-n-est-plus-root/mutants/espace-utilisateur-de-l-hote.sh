#!/bin/sh
# refusé par : root-dedans-personne-dehors
# dit : L’option --userns=host
set -eu
echo '{"userns-remap":"default"}' >/etc/docker/daemon.json
relancer-docker
docker load -i /usr/local/lib/etanche/images/labo-base.tar
docker run -d --name remappe --userns=host labo/base:1 sleep 3600
