#!/bin/sh
# refusé par : pouvoirs-ordinaires
# dit : l’excès ne se voit que dans le plafond
set -eu
docker rm -f vitrine comptoir
docker run -d --name vitrine --cap-add SYS_ADMIN labo/web:1
docker run -d --name comptoir labo/web:1
