#!/bin/sh
# refusé par : supervision-au-travail
# dit : rend la supervision aveugle
set -eu
docker rm -f supervision
docker run -d --name supervision labo/supervision:1
