#!/bin/sh
# refusé par : pages-servies
# dit : même image, même commande
set -eu
docker rm -f vitrine comptoir
docker run -d --name vitrine labo/web:1
docker run -d --name comptoir labo/base:1 sleep 3600
