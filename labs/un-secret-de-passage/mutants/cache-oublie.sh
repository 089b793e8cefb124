#!/bin/sh
# refusé par : plus-une-trace
# dit : Le cache de construction
set -eu
cd /root/meteo
sed -i -e '/^COPY depot.cle/d' -e 's|^RUN .*|RUN --mount=type=secret,id=depot obtenir-module /run/secrets/depot|' Dockerfile
docker build -t meteo:2 --secret id=depot,src=depot.cle .
docker rm -f meteo
docker run -d --name meteo meteo:2
docker rmi meteo:1
