#!/bin/sh
# refusé par : pas-d-autre-issue
# dit : est sur « coulisses », qui a une issue
set -eu
docker network create coulisses
for service in boutique blog compta; do
  docker rm -f "$service"
  docker run -d --name "$service" --network coulisses -e SERVICE="$service" maison/service:1
done
docker run -d --name porte --network coulisses -p 80:8080 -e ROUTES='boutique=boutique:8080 blog=blog:8080 compta=compta:8080' maison/porte:1
