#!/bin/sh
set -eu
docker network create parvis
docker network create --internal coulisses
docker rm -f boutique blog compta
for service in boutique blog compta; do
  docker run -d --name "$service" --network coulisses -e SERVICE="$service" maison/service:1
done
docker run -d --name porte --network parvis --network coulisses -p 80:8080 \
  -e ROUTES='boutique=boutique:8080 blog=blog:8080 compta=compta:8080' maison/porte:1
