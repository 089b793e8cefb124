#!/bin/sh
# refusé par : types-partages
# dit : n’est pas un type d’espace
set -eu
docker run -d --name ordinaire labo/base:1 sleep 3600
echo 'Réponse types-partages : time_for_children, user'
