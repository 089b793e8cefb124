#!/bin/sh
# refusé par : service-rendu
# dit : n’est plus monté
set -eu
docker rm -f releve
docker run -d --name releve --security-opt no-new-privileges --cap-drop ALL releve:1
