#!/bin/sh
# refusé par : noyau-filtre
# dit : aucun filtre
set -eu
docker run -d --name lecteur --security-opt seccomp=unconfined labo/web:1
