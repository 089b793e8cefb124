#!/bin/sh
# refusé par : reseau-sans-voisinage
# dit : est un réseau interne, sans l’option
set -eu
docker network create --internal mutualise
docker rm -f locataire-a locataire-b
docker run -d --name locataire-a --network mutualise -p 127.0.0.1:8101:8080 labo/web:1
docker run -d --name locataire-b --network mutualise -p 127.0.0.1:8102:8080 labo/web:1
