#!/bin/sh
# refusé par : appli-intacte
# dit : a été redémarré
set -eu
docker restart -t 0 appli
docker run -d --name diagnostic --pid=container:appli labo/base:1 sleep 3600
