#!/bin/sh
# refusé par : service-renouvele
# dit : est encore le conteneur du départ
set -eu
cd /root/meteo
sed -i -e '/^COPY depot.cle/d' -e 's|^RUN .*|RUN --mount=type=secret,id=depot obtenir-module /run/secrets/depot|' Dockerfile
docker build -t meteo:2 --secret id=depot,src=depot.cle .
