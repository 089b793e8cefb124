#!/bin/sh
# refusé par : registre-tenu
# dit : ne peut pas écrire
set -eu
docker rm -f boutique
docker run -d --name boutique --user 20010:20010 -v commandes:/commandes boutique:1
