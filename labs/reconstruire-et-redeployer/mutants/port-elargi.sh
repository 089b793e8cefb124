#!/bin/sh
# refusé par : memes-reglages
# dit : au lieu de
set -eu
sed -i s/socle:1.0/socle:1.1/ /root/boutique/Dockerfile
docker build -t labo/boutique:2 /root/boutique
docker rm -f boutique
sed -e 's/boutique:1$/boutique:2/' -e 's/127.0.0.1://' /root/boutique/lancer.sh | sh
