#!/bin/sh
# refusé par : quota-pose
# dit : accorde 0,25 processeur
set -eu
docker run -d --name calcul --cpus 0.25 labo/base:1 sonde cpu
