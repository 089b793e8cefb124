#!/bin/sh
# refusé par : commande-inchangee
# dit : l’identifiant 10001
set -eu
docker rm -f compilateur
docker run -d --name compilateur --pids-limit 64 --user 10001 labo/base:1 sonde forks 300 3600
