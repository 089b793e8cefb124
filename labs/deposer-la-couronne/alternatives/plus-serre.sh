#!/bin/sh
# En plus du compte : plus aucune capacité à reprendre, et une racine en lecture seule.
set -eu
docker exec boutique chown -R 20010:20010 /commandes
docker rm -f boutique
docker run -d --name boutique --user 20010:20010 --cap-drop ALL --security-opt no-new-privileges --read-only \
  --mount type=volume,source=commandes,target=/commandes boutique:1
