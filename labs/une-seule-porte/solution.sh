#!/bin/sh
set -eu
docker network create parvis
docker network create --internal coulisses
for service in boutique blog compta; do
  docker network connect coulisses "$service"
  docker network disconnect bridge "$service"
done
docker run -d --name porte --network parvis -p 80:8080 \
  -e ROUTES='boutique=boutique:8080 blog=blog:8080 compta=compta:8080' maison/porte:1
docker network connect coulisses porte
