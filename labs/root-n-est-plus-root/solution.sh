#!/bin/sh
set -eu
echo '{"userns-remap":"default"}' >/etc/docker/daemon.json
relancer-docker
docker load -i /usr/local/lib/etanche/images/labo-base.tar
docker run -d --name remappe labo/base:1 sleep 3600
echo "Réponse uid-hote : $(ps -o uid= -p "$(docker inspect -f '{{.State.Pid}}' remappe)" | tr -d ' ')"
