#!/bin/sh
# Le compte gravé dans une image dérivée, et le propriétaire changé depuis l’hôte.
set -eu
docker rm -f boutique
printf 'FROM boutique:1\nUSER 20010:20010\n' | docker build -q -t boutique:2 -
chown -R 20010:20010 /var/lib/docker/volumes/commandes/_data
docker run -d --name boutique -v commandes:/commandes boutique:2
