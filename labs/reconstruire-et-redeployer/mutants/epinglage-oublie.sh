#!/bin/sh
# refusé par : dockerfile-a-jour
# dit : labo/socle:1.0
set -eu
docker build --no-cache -t labo/boutique:2 /root/boutique
docker rm -f boutique
sed 's/boutique:1$/boutique:2/' /root/boutique/lancer.sh | sh
