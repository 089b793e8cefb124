#!/bin/sh
# refusé par : utilisateur-dedie
# dit : sous l’UID 10001
set -eu
docker exec boutique chown -R labo:labo /commandes
docker rm -f boutique
docker run -d --name boutique --user labo -v commandes:/commandes boutique:1
