#!/bin/sh
# refusé par : page-servie
# dit : Rien ne répond
set -eu
docker exec boutique chown -R 20010:20010 /commandes
docker rm -f boutique
docker run -d --name boutique --user 20010:20010 -v commandes:/commandes boutique:1 httpd -f -p 8080 -h /www
