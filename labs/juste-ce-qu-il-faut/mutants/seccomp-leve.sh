#!/bin/sh
# refusé par : meme-programme
# dit : seccomp=unconfined
set -eu
docker rm -f entrepot
docker run -d --name entrepot --security-opt seccomp=unconfined --cap-drop ALL --cap-add CHOWN --cap-add SETGID --cap-add SETUID -v stock:/donnees entrepot:1
