#!/bin/sh
set -eu
cd /root/meteo
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1
COPY obtenir-module servir /bin/
RUN --mount=type=secret,id=depot obtenir-module /run/secrets/depot
USER 10001
CMD ["servir"]
DOCKERFILE
docker build -t meteo:2 --secret id=depot,src=depot.cle .
docker rm -f meteo
docker run -d --name meteo meteo:2
docker rmi meteo:1
docker builder prune --all --force
