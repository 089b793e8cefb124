#!/bin/sh
# refusé par : attaque-sans-effet
# dit : Le service est root
set -eu
docker rm -f releve
docker run -d --name releve --user 0 --security-opt no-new-privileges --cap-drop ALL -v /srv/tls:/run/tls:ro releve:1
