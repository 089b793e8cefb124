#!/bin/sh
# refusé par : avis-recus
# dit : ouvert en écriture à tous
set -eu
cd /root/vitrine
sed -i 's|chmod -R 777 /srv|chmod 777 /srv/avis|; s|^EXPOSE.*|USER 10001:10001|' Dockerfile
docker build -t vitrine:1 .
docker rm -f vitrine
docker run -d --name vitrine vitrine:1
