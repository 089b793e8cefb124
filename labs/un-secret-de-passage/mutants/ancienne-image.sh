#!/bin/sh
# refusé par : plus-une-trace
# dit : encore dans
set -eu
cd /root/meteo
sed -i -e '/^COPY depot.cle/d' -e 's|^RUN .*|RUN --mount=type=secret,id=depot obtenir-module /run/secrets/depot|' Dockerfile
docker build -t meteo:2 --secret id=depot,src=depot.cle .
docker rm -f meteo
docker run -d --name meteo meteo:2
docker builder prune --all --force
