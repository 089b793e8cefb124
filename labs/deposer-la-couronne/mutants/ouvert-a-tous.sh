#!/bin/sh
# refusé par : registre-tenu
# dit : n’importe quel compte peut y écrire
set -eu
docker exec boutique chmod -R 777 /commandes
docker rm -f boutique
docker run -d --name boutique --user 20010:20010 -v commandes:/commandes boutique:1
