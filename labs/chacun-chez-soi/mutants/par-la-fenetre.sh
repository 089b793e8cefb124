#!/bin/sh
# refusé par : hote-seul-client
# dit : par 0.0.0.0:8101 et [::]:8101
set -eu
docker network create -o com.docker.network.bridge.enable_icc=false mutualise
docker rm -f locataire-a locataire-b
docker run -d --name locataire-a --network mutualise -p 8101:8080 labo/web:1
docker run -d --name locataire-b --network mutualise -p 8102:8080 labo/web:1
