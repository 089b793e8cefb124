#!/bin/sh
# refusé par : temoin-en-marche
# dit : dans l’état
set -eu
docker run -d --name temoin labo/base:1 echo bonjour
sleep 1
echo "Réponse pid-hote : $(docker inspect -f '{{.State.Pid}}' temoin)"
