#!/bin/sh
# refusé par : image-avec-compte
# dit : Elle n’en nomme aucun
set -eu
cd /root/vitrine
sed -i 's|chmod -R 777 /srv|chown 10001:10001 /srv/avis|' Dockerfile
docker build -t vitrine:1 .
docker rm -f vitrine
docker run -d --name vitrine --user 10001:10001 vitrine:1
