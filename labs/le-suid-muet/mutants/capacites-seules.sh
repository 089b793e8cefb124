#!/bin/sh
# refusé par : attaque-sans-effet
# dit : un root sans pouvoir, mais propriétaire
set -eu
docker rm -f releve
docker run -d --name releve --cap-drop ALL -v /srv/tls:/run/tls:ro releve:1
