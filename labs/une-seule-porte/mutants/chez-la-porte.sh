#!/bin/sh
# refusé par : pas-d-autre-issue
# dit : « compta » partage celui de « porte »
set -eu
docker network create parvis
docker network create --internal coulisses
for service in boutique blog; do
  docker network connect coulisses "$service"
  docker network disconnect bridge "$service"
done
docker run -d --name porte --network parvis -p 80:8080 \
  -e ROUTES='boutique=boutique:8080 blog=blog:8080 compta=127.0.0.1:8083' maison/porte:1
docker network connect coulisses porte
docker rm -f compta
docker run -d --name compta --network container:porte -e SERVICE=compta maison/service:1 httpd -f -p 8083 -h /www
