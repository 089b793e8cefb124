#!/bin/sh
# refusé par : types-partages
# dit : pid n’est pas partagé
set -eu
docker run -d --name ordinaire labo/base:1 sleep 3600
echo 'Réponse types-partages : pid, user'
