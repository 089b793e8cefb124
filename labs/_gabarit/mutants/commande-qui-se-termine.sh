#!/bin/sh
# refusé par : temoin-en-marche
# dit : code de sortie
set -eu
docker run -d --name temoin labo/base:1 true
