#!/bin/sh
# refusé par : retour-possible
# dit : désigne maintenant
set -eu
sed -i s/socle:1.0/socle:1.1/ /root/boutique/Dockerfile
docker build -t labo/boutique:1 /root/boutique
docker rm -f boutique
sh /root/boutique/lancer.sh
