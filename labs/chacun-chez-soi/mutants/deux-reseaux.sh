#!/bin/sh
# refusé par : un-seul-reseau
# dit : « locataire-b » est sur « hebergement », « mutualise »
set -eu
docker network create -o com.docker.network.bridge.enable_icc=false mutualise
docker rm -f locataire-a
docker run -d --name locataire-a --network mutualise -p 127.0.0.1:8101:8080 labo/web:1
docker network connect mutualise locataire-b
