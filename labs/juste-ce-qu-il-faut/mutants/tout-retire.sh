#!/bin/sh
# refusé par : entrepot-au-travail
# dit : avec le code de sortie 1
set -eu
docker rm -f entrepot
docker run -d --name entrepot --cap-drop ALL -v stock:/donnees entrepot:1
