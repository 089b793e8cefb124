#!/bin/sh
# refusé par : service-renouvele
# dit : ne vient pas de l’image
set -eu
cd /root/meteo
# Le module est fabriqué au démarrage : la clé suit alors le service en production.
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1
COPY obtenir-module servir /bin/
CMD ["sh", "-c", "obtenir-module /cle && servir"]
DOCKERFILE
docker build -t meteo:2 .
docker rm -f meteo
docker run -d --name meteo -v /root/meteo/depot.cle:/cle:ro meteo:2
docker rmi meteo:1
docker builder prune --all --force
