#!/bin/sh
# refusé par : cle-hors-de-l-image
# dit : à l’adresse « /tmp/depot.cle »
set -eu
cd /root/meteo
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1
COPY obtenir-module servir depot.cle /tmp/
RUN /tmp/obtenir-module /tmp/depot.cle && mv /tmp/servir /bin/
RUN rm -rf /tmp/depot.cle /tmp/obtenir-module
USER 10001
CMD ["servir"]
DOCKERFILE
docker build -t meteo:2 .
docker rm -f meteo
docker run -d --name meteo meteo:2
