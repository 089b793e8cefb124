#!/bin/sh
# refusé par : quota-pose
# dit : est placé sur le processeur « 0 »
set -eu
docker run -d --name calcul --cpuset-cpus 0 labo/base:1 sonde cpu
