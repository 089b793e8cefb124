#!/bin/sh
set -eu
docker rm -f entrepot
docker run -d --name entrepot --cap-drop ALL --cap-add CHOWN --cap-add SETGID --cap-add SETUID -v stock:/donnees entrepot:1
