#!/bin/sh
# refusé par : memoire-plafonnee
# dit : code de sortie 0
set -eu
docker run -d --name cache -m 64m --memory-swap 64m labo/base:1 true
