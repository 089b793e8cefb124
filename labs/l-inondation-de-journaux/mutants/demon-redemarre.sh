#!/bin/sh
# refusé par : caisse-intacte
# dit : est arrêté
set -eu
echo '{"log-opts": {"max-size": "1m", "max-file": "3"}}' >/etc/docker/daemon.json
relancer-docker
docker rm -f passerelle
docker run -d --name passerelle labo/passerelle:1
