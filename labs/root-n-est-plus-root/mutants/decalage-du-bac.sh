#!/bin/sh
# refusé par : uid-vu-de-l-hote
# dit : est le décalage du bac
set -eu
echo '{"userns-remap":"default"}' >/etc/docker/daemon.json
relancer-docker
docker load -i /usr/local/lib/etanche/images/labo-base.tar
docker run -d --name remappe labo/base:1 sleep 3600
echo "Réponse uid-hote : $(awk '{ print $2 }' /proc/1/uid_map)"
