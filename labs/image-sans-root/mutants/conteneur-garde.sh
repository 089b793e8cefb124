#!/bin/sh
# refusé par : service-sans-root
# dit : une autre image
set -eu
cd /root/vitrine
docker rm -f vitrine
docker run -d --name vitrine --user 10001:10001 vitrine:1
sed -i 's|chmod -R 777 /srv|chown 10001:10001 /srv/avis|; s|^EXPOSE.*|USER 10001:10001|' Dockerfile
docker build -t vitrine:1 .
