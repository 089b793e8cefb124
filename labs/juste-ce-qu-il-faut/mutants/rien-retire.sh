#!/bin/sh
# refusé par : rien-de-trop
# dit : soit 11 de trop
set -eu
docker rm -f entrepot
docker run -d --name entrepot --cap-add CHOWN --cap-add SETGID --cap-add SETUID -v stock:/donnees entrepot:1
