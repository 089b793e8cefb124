#!/bin/sh
# refusé par : services-servis
# dit : « boutique » ne répond pas
set -eu
for service in boutique blog compta; do
  docker rm -f "$service"
  docker run -d --name "$service" -e SERVICE="$service" maison/service:1
done
docker run -d --name porte -p 80:8080 -e ROUTES='boutique=boutique:8080 blog=blog:8080 compta=compta:8080' maison/porte:1
