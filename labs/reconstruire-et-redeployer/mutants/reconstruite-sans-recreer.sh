#!/bin/sh
# refusé par : socle-corrige
# dit : le même conteneur
set -eu
sed -i s/socle:1.0/socle:1.1/ /root/boutique/Dockerfile
docker build -t labo/boutique:2 /root/boutique
docker restart -t 0 boutique
