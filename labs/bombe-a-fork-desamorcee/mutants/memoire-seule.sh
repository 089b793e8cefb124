#!/bin/sh
# refusé par : processus-plafonnes
# dit : d’autres ressources sont bornées
set -eu
docker rm -f compilateur
docker run -d --name compilateur -m 128m --memory-swap 128m labo/base:1 sonde forks 300 3600
