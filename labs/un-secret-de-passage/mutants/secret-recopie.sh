#!/bin/sh
# refusé par : cle-hors-de-l-image
# dit : à l’adresse « /srv/depot »
set -eu
cd /root/meteo
sed -i -e '/^COPY depot.cle/d' -e 's|^RUN .*|RUN --mount=type=secret,id=depot mkdir -p /srv \&\& cp /run/secrets/depot /srv/depot \&\& chmod 644 /srv/depot \&\& obtenir-module /srv/depot|' Dockerfile
docker build -t meteo:2 --secret id=depot,src=depot.cle .
docker rm -f meteo
docker run -d --name meteo meteo:2
docker rmi meteo:1
docker builder prune --all --force
