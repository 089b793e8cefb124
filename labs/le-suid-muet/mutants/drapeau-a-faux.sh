#!/bin/sh
# refusé par : attaque-sans-effet
# dit : NoNewPrivs vaut 0
set -eu
docker rm -f releve
docker run -d --name releve --security-opt no-new-privileges:false --cap-drop ALL -v /srv/tls:/run/tls:ro releve:1
