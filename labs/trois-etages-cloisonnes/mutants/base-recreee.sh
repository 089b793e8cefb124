#!/bin/sh
# refusé par : sans-interruption
# dit : « base » a été recréé
set -eu
docker network create --internal dorsal
docker network connect dorsal api
docker rm -f base
docker run -d --name base --network dorsal -e ETAGE="base : 1 article" boutique/etage:1 httpd -f -p 5432 -h /www
