#!/bin/sh
# refusé par : rien-de-trop
# dit : le port 80 ne demande rien
set -eu
docker rm -f entrepot
docker run -d --name entrepot --cap-drop ALL --cap-add CHOWN --cap-add SETGID --cap-add SETUID --cap-add NET_BIND_SERVICE -v stock:/donnees entrepot:1
