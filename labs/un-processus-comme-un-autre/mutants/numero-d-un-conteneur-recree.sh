#!/bin/sh
# refusé par : pid-vu-de-l-hote
# dit : Aucun processus de l’hôte ne porte le numéro
set -eu
docker run -d --name temoin labo/base:1 sleep 3600
pid=$(docker inspect -f '{{.State.Pid}}' temoin)
docker rm -f temoin
docker run -d --name temoin labo/base:1 sleep 3600
echo "Réponse pid-hote : $pid"
echo 'Réponse pid-interne : 1'
