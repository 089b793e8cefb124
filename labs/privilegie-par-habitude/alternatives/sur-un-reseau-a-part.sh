#!/bin/sh
set -eu
docker exec releve sh -c '
  mount -o remount,bind,rw /hote/etc
  echo "cat /root/drapeau >/etc/planif.d/butin" >/hote/etc/planif.d/horodatage.sh
  sleep 3
  cat /hote/etc/planif.d/butin' >/tmp/drapeau
echo "Réponse drapeau : $(cat /tmp/drapeau)"
echo 'date >/run/derniere-tache' >/etc/planif.d/horodatage.sh
rm /etc/planif.d/butin
docker rm -f releve
docker network create vitrine
docker run -d --name releve --network vitrine --restart unless-stopped --tmpfs /tmp -v /etc/boutique:/reglages:ro -e REGLAGES=/reglages/boutique.conf labo/releve:1
