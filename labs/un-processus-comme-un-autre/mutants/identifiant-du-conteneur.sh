#!/bin/sh
# refusé par : pid-vu-de-l-hote
# dit : n’est pas un numéro de processus
set -eu
echo "Réponse pid-hote : $(docker run -d --name temoin labo/base:1 sleep 3600)"
echo 'Réponse pid-interne : 1'
