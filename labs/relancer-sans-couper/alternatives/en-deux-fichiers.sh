#!/bin/sh
# Le réglage de survie d’abord, rechargé seul ; l’autre ensuite ; la politique de relance après coup.
set -eu
echo '{ "live-restore": true }' >/etc/docker/daemon.json
pkill -HUP -x dockerd
sleep 1
jq '. + { "no-new-privileges": true }' /etc/docker/daemon.json >/root/daemon.json
cp /root/daemon.json /etc/docker/daemon.json
poser-le-correctif
docker update --restart always reservations
docker update --restart always billetterie
docker run -d --name temoin --network none labo/base:1 sleep 3600
