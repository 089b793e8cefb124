#!/bin/sh
# refusé par : couche-nommee
# dit : couche 4 sur 4, qui ne contient pas la clé
set -eu
echo "Réponse couche : $(docker image inspect -f '{{index .RootFS.Layers 3}}' catalogue:1)"
