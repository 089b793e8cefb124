#!/bin/sh
# refusé par : plus-aucun-ordre
# dit : La lecture seule interdit de remplacer le fichier du socket
set -eu
docker rm -f supervision
docker run -d --name supervision --cap-drop ALL --read-only -v /var/run/docker.sock:/var/run/docker.sock:ro labo/supervision:1
