#!/bin/sh
set -eu
docker run -d --name temoin labo/base:1 sleep 4321
echo "Réponse pid-hote : $(pgrep -xf 'sleep 4321')"
echo "Réponse pid-interne : $(docker exec temoin ps | awk '/sleep 4321/ { print $1 }')"
