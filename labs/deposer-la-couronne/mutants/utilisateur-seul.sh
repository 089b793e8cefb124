#!/bin/sh
# refusé par : groupe-dedie
# dit : dans le groupe 0
set -eu
docker exec boutique chown -R 20010:20010 /commandes
docker rm -f boutique
docker run -d --name boutique --user 20010 -v commandes:/commandes boutique:1
