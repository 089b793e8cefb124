#!/bin/sh
set -eu
docker run -d --name temoin labo/base:1 sleep 3600
pid=$(docker inspect -f '{{.State.Pid}}' temoin)
echo "Réponse pid-hote : $pid"
echo "Réponse pid-interne : $(awk '/^NSpid/ { print $NF }' "/proc/$pid/status")"
