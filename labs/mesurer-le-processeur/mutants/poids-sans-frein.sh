#!/bin/sh
# refusé par : calcul-freine
# dit : n’a jamais arrêté
set -eu
docker run -d --name calcul --cpu-shares 512 labo/base:1 sonde cpu
