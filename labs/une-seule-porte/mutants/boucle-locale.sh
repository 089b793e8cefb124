#!/bin/sh
# refusé par : rien-d-autre-de-publie
# dit : On atteint « compta » par 127.0.0.1:8083
set -eu
docker network create parvis
docker network create --internal coulisses
for service in boutique blog; do
  docker network connect coulisses "$service"
  docker network disconnect bridge "$service"
done
docker rm -f compta
docker run -d --name compta --network parvis -p 127.0.0.1:8083:8080 -e SERVICE=compta maison/service:1
docker network connect coulisses compta
docker run -d --name porte --network parvis -p 80:8080 -e ROUTES='boutique=boutique:8080 blog=blog:8080 compta=compta:8080' maison/porte:1
docker network connect coulisses porte
