#!/bin/sh
# refusé par : types-partages
# dit : aucun des types partagés
set -eu
docker run -d --name ordinaire labo/base:1 sleep 3600
echo 'Réponse types-partages : aucun'
