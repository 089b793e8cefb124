#!/bin/sh
# refusé par : quota-pose
# dit : accorde 0,05 processeur
set -eu
docker run -d --name calcul --cpu-quota 5000 labo/base:1 sonde cpu
