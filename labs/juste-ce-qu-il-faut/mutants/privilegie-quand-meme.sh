#!/bin/sh
# refusé par : rien-de-trop
# dit : quoi que l’on retire
set -eu
docker rm -f entrepot
docker run -d --name entrepot --privileged --cap-drop ALL --cap-add CHOWN --cap-add SETGID --cap-add SETUID -v stock:/donnees entrepot:1
