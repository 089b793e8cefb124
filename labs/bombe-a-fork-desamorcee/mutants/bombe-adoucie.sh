#!/bin/sh
# refusé par : commande-inchangee
# dit : Une attaque adoucie
set -eu
docker rm -f compilateur
docker run -d --name compilateur --pids-limit 64 labo/base:1 sonde forks 30 3600
