#!/bin/sh
# refusé par : temoin-en-marche
# dit : est dans l’espace de PID de l’hôte
set -eu
docker run -d --name temoin --pid=host labo/base:1 sleep 3600
pid=$(docker inspect -f '{{.State.Pid}}' temoin)
echo "Réponse pid-hote : $pid"
echo "Réponse pid-interne : $pid"
