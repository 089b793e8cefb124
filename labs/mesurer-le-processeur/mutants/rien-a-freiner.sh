#!/bin/sh
# refusé par : calcul-freine
# dit : une commande qui dort
set -eu
docker run -d --name calcul --cpus 0.5 labo/base:1 sleep 3600
