#!/bin/sh
# refusé par : ordinaire-par-defaut
# dit : a été lancé avec --pid=
set -eu
docker run -d --name ordinaire --pid=host labo/base:1 sleep 3600
echo 'Réponse types-partages : pid, user'
