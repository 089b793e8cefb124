#!/bin/sh
# refusé par : cle-hors-de-l-image
# dit : dans la configuration de l’image
set -eu
cd /root/meteo
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1
ARG CLE
COPY obtenir-module servir /bin/
RUN echo "$CLE" >/tmp/cle && obtenir-module /tmp/cle && rm /tmp/cle
USER 10001
CMD ["servir"]
DOCKERFILE
docker build -t meteo:2 --build-arg CLE="$(cat depot.cle)" .
docker rm -f meteo
docker run -d --name meteo meteo:2
docker rmi meteo:1
docker builder prune --all --force
