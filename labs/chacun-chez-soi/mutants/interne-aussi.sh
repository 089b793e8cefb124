#!/bin/sh
# refusé par : hote-seul-client
# dit : Aucun port de « locataire-a » n’est publié
set -eu
docker network create --internal -o com.docker.network.bridge.enable_icc=false mutualise
docker rm -f locataire-a locataire-b
docker run -d --name locataire-a --network mutualise -p 127.0.0.1:8101:8080 labo/web:1
docker run -d --name locataire-b --network mutualise -p 127.0.0.1:8102:8080 labo/web:1
