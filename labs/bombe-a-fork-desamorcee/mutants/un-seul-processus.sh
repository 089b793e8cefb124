#!/bin/sh
# refusé par : processus-plafonnes
# dit : Un plafond trop bas
set -eu
docker rm -f compilateur
docker run -d --name compilateur --pids-limit 1 labo/base:1 sonde forks 300 3600
