#!/bin/sh
# La clé vient d’une variable, est montée à un chemin choisi, et une clé absente arrête la construction.
set -eu
cd /root/meteo
sed -i -e '/^COPY depot.cle/d' \
  -e 's|^RUN .*|RUN --mount=type=secret,id=cle,target=/tmp/depot.cle,required=true obtenir-module /tmp/depot.cle|' Dockerfile
docker rm -f meteo
docker image prune --all --force
docker builder prune --all --force
CLE=$(cat depot.cle) docker build -t meteo:2 --secret id=cle,env=CLE .
docker run -d --name meteo meteo:2
