#!/bin/sh
# refusé par : services-servis
# dit : « boutique » ne répond pas
set -eu
docker network create parvis
docker network create --internal coulisses
for service in boutique blog compta; do
  docker network connect coulisses "$service"
  docker network disconnect bridge "$service"
done
docker run -d --name porte --network parvis -p 80:8080 \
  -e ROUTES='boutique=boutique:8081 blog=blog:8082 compta=compta:8083' maison/porte:1
docker network connect coulisses porte
