#!/bin/sh
# refusé par : sain-intact
# dit : n’est pas une faute en soi
set -eu
docker rm -f vitrine comptoir reserve
for name in vitrine comptoir reserve; do docker run -d --name "$name" labo/web:1; done
