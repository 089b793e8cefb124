#!/bin/sh
# refusé par : pid-vu-de-l-hote
# dit : le parent du processus cherché
set -eu
docker run -d --name temoin labo/base:1 sleep 3600
echo "Réponse pid-hote : $(pgrep -f containerd-shim)"
echo 'Réponse pid-interne : 1'
