#!/bin/sh
# refusé par : appli-intacte
# dit : a été recréé
set -eu
docker rm -f appli
docker run -d --name appli labo/base:1 sleep 3600
docker run -d --name diagnostic --pid=container:appli labo/base:1 sleep 3600
