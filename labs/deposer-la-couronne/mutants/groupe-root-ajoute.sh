#!/bin/sh
# refusé par : groupe-dedie
# dit : Il a aussi pour groupe
set -eu
docker exec boutique chown -R 20010:20010 /commandes
docker rm -f boutique
docker run -d --name boutique --user 20010:20010 --group-add 0 -v commandes:/commandes boutique:1
