#!/bin/sh
# refusé par : aucun-sans-filtre
# dit : Un conteneur privilégié ne reçoit pas de filtre
set -eu
docker rm -f vitrine comptoir
docker run -d --name vitrine --privileged labo/web:1
docker run -d --name comptoir labo/web:1
