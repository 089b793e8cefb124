#!/bin/sh
set -eu
docker run --rm -v commandes:/commandes boutique:1 chown -R 20010:20010 /commandes
docker rm -f boutique
docker run -d --name boutique --user 20010:20010 -v commandes:/commandes boutique:1
