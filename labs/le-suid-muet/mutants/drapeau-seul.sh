#!/bin/sh
# refusé par : rien-a-reprendre
# dit : 14 capacités peuvent encore
set -eu
docker rm -f releve
docker run -d --name releve --security-opt no-new-privileges -v /srv/tls:/run/tls:ro releve:1
