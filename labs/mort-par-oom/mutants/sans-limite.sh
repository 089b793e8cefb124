#!/bin/sh
# refusé par : limite-posee
# dit : n’a aucune limite de mémoire
set -eu
docker run -d --name victime labo/base:1 sonde mem 200
