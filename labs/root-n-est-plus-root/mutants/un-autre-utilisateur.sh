#!/bin/sh
# refusé par : root-dedans-personne-dehors
# dit : L’option --user
set -eu
docker run -d --name remappe --user 1000 labo/base:1 sleep 3600
echo 'Réponse uid-hote : 1000'
