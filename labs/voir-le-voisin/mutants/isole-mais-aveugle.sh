#!/bin/sh
# refusé par : diagnostic-voit-appli
# dit : a un espace de PID à lui seul
set -eu
docker run -d --name diagnostic labo/base:1 sleep 3600
echo "Réponse lot : $(docker top appli | sed -n 's/.*--lot=//p')"
