#!/bin/sh
# refusé par : registre-tenu
# dit : La première commande n’y est plus
set -eu
docker rm -f boutique
docker volume create neuf
docker run --rm -v neuf:/commandes boutique:1 sh -c 'touch /commandes/registre; chown -R 20010:20010 /commandes'
docker run -d --name boutique --user 20010:20010 -v neuf:/commandes boutique:1
