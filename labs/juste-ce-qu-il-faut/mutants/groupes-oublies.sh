#!/bin/sh
# refusé par : entrepot-au-travail
# dit : laquelle de ses opérations a été refusée
set -eu
docker rm -f entrepot
docker run -d --name entrepot --cap-drop ALL --cap-add CHOWN --cap-add SETUID -v stock:/donnees entrepot:1
