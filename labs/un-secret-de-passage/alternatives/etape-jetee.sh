#!/bin/sh
# La clé ne touche qu’une première étape, dont l’image ne garde rien ; le cache de cette étape est purgé.
set -eu
cd /root/meteo
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1 AS depot
COPY obtenir-module /bin/
COPY depot.cle /tmp/
RUN obtenir-module /tmp/depot.cle
FROM labo/base:1
COPY servir /bin/
COPY --from=depot /srv/module /srv/module
USER 10001
CMD ["servir"]
DOCKERFILE
docker build -t meteo:1 .
docker rm -f meteo
docker run -d --name meteo meteo:1
docker system prune --all --force
