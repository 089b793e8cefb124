#!/bin/sh
set -eu
jq '. + {"userns-remap": "default"}' /etc/docker/daemon.json >/tmp/daemon.json
mv /tmp/daemon.json /etc/docker/daemon.json
relancer-docker
docker load -i /usr/local/lib/etanche/images/labo-base.tar
docker run -d --name remappe labo/base:1 sleep 3600
echo "Réponse uid-hote : $(awk '/^Uid/ { print $2 }' "/proc/$(docker inspect -f '{{.State.Pid}}' remappe)/status")"
