#!/bin/sh
# refusé par : rien-d-autre-de-publie
# dit : Une porte à côté de la porte suffit
set -eu
docker network create coulisses
for service in boutique blog compta; do
  docker network connect coulisses "$service"
  docker network disconnect bridge "$service"
done
docker run -d --name porte --network coulisses -p 80:8080 -e ROUTES='boutique=boutique:8080 blog=blog:8080 compta=compta:8080' maison/porte:1
