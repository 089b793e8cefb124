#!/bin/sh
# refusé par : processus-plafonnes
# dit : seule une limite nproc est posée
set -eu
docker rm -f compilateur
docker run -d --name compilateur --ulimit nproc=200 labo/base:1 sonde forks 300 3600
