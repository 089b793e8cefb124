#!/bin/sh
# refusé par : image-rechargee
# dit : n’a pas d’image
set -eu
echo '{"userns-remap":"default"}' >/etc/docker/daemon.json
relancer-docker
docker run -d --name remappe labo/base:1 sleep 3600
