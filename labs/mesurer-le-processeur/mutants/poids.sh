#!/bin/sh
# refusé par : quota-pose
# dit : a un poids de 512 et aucun quota
set -eu
docker run -d --name calcul --cpu-shares 512 labo/base:1 sonde cpu
