#!/bin/sh
# refusé par : pid-vu-de-l-hote
# dit : est le numéro que ce processus porte dans le conteneur
set -eu
docker run -d --name temoin labo/base:1 sleep 3600
echo "Réponse pid-hote : $(docker exec temoin ps | awk '/sleep 3600/ { print $1 }')"
echo 'Réponse pid-interne : 1'
