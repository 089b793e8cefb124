#!/bin/sh
# refusé par : pid-vu-du-conteneur
# dit : est le numéro que l’hôte lui donne
set -eu
docker run -d --name temoin labo/base:1 sleep 3600
pid=$(docker inspect -f '{{.State.Pid}}' temoin)
echo "Réponse pid-hote : $pid"
echo "Réponse pid-interne : $pid"
