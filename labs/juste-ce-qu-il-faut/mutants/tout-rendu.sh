#!/bin/sh
# refusé par : rien-de-trop
# dit : ajouter « ALL » les rend toutes
set -eu
docker rm -f entrepot
docker run -d --name entrepot --cap-drop ALL --cap-add ALL -v stock:/donnees entrepot:1
