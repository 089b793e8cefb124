#!/bin/sh
set -eu
useradd --system conteneurs
echo conteneurs:20000:40000 >>/etc/subuid
echo conteneurs:20000:40000 >>/etc/subgid
echo '{ "userns-remap": "conteneurs" }' >/etc/docker/daemon.json
relancer-docker
docker load -i /usr/local/lib/etanche/images/labo-base.tar
docker run -d --name remappe labo/base:1 sleep 3600
echo "Réponse uid-hote : $(awk '{ print $2 }' "/proc/$(docker inspect -f '{{.State.Pid}}' remappe)/uid_map")"
