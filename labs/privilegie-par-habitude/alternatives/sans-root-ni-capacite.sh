#!/bin/sh
set -eu
docker exec releve sh -c '
  mount -o remount,rw,bind /hote/etc
  printf "install -m 644 /root/drapeau /etc/boutique/d\n" >/hote/etc/planif.d/a.sh
  sleep 3
  cat /hote/etc/boutique/d' >/tmp/drapeau
echo "Réponse drapeau : $(cat /tmp/drapeau)"
rm /etc/planif.d/a.sh /etc/boutique/d
docker stop -t 1 releve
docker rm releve
docker run -d --name releve --user 10001 --cap-drop ALL --security-opt no-new-privileges --read-only -e REGLAGES=/reglages \
  --mount type=bind,src=/etc/boutique/boutique.conf,dst=/reglages,readonly -p 127.0.0.1:8080:8080 labo/releve:1
