#!/bin/sh
set -eu
docker network create parvis
docker create --name porte --network parvis -p 80:8080 \
  -e ROUTES='boutique=boutique:8080 blog=blog:8080 compta=compta:8080' maison/porte:1
for service in boutique blog compta; do
  docker network create --internal "vers-$service"
  docker network connect "vers-$service" porte
  docker rm -f "$service"
  docker run -d --name "$service" --network "vers-$service" -e SERVICE="$service" maison/service:1
done
docker start porte
