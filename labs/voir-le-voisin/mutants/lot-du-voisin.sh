#!/bin/sh
# refusé par : lot-en-cours
# dit : est traité par « stock »
set -eu
docker run -d --name diagnostic --pid=container:appli labo/base:1 sleep 3600
echo "Réponse lot : $(ps -ef | sed -n 's/.*--lot=//p' | head -n 1)"
