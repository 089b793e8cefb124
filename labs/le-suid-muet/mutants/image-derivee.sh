#!/bin/sh
# refusé par : service-rendu
# dit : L’image est une autre
set -eu
printf 'FROM releve:1\nUSER 0\nRUN chmod u-s /opt/releve/journal\nUSER 10001:10001\n' | docker build -q -t releve:2 -
docker rm -f releve
docker run -d --name releve --security-opt no-new-privileges --cap-drop ALL -v /srv/tls:/run/tls:ro releve:2
