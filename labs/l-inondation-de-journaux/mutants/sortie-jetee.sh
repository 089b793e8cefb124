#!/bin/sh
# refusé par : toujours-lisible
# dit : est vide
set -eu
docker rm -f passerelle
docker run -d --name passerelle --log-opt max-size=1m --log-opt max-file=3 labo/passerelle:1 sh -c 'exec passerelle >/dev/null 2>&1'
