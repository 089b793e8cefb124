#!/bin/sh
# refusé par : image-avec-compte
# dit : Elle n’en nomme aucun
set -eu
cd /root/vitrine
sed -i 's|^FROM labo/base:1|FROM labo/base:1 AS preparation|; s|chmod -R 777 /srv|chown 10001:10001 /srv/avis|; s|^EXPOSE.*|USER 10001:10001\n\nFROM labo/base:1\nCOPY --from=preparation /srv /srv\nEXPOSE 8080|' Dockerfile
docker build -t vitrine:1 .
docker rm -f vitrine
docker run -d --name vitrine vitrine:1
