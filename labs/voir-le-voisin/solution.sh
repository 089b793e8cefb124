#!/bin/sh
set -eu
docker run -d --name diagnostic --pid=container:appli labo/base:1 sleep 3600
docker exec diagnostic ps
echo "Réponse lot : $(docker exec diagnostic ps | sed -n 's/.*--lot=//p' | head -n 1)"
