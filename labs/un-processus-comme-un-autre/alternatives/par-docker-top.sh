#!/bin/sh
set -eu
docker run -d --name temoin labo/base:1 tail -f /dev/null
echo "Réponse pid-hote : $(docker top temoin -eo pid | tail -n 1 | tr -d ' ')"
echo 'Réponse pid-interne : 1'
