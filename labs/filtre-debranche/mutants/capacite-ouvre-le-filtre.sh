#!/bin/sh
# refusé par : aucune-passoire
# dit : La capacité ouvre le filtre
set -eu
docker rm -f vitrine comptoir
docker run -d --name vitrine --cap-add SYS_ADMIN labo/web:1
docker run -d --name comptoir labo/web:1
