#!/bin/sh
# refusé par : toujours-lisible
# dit : plus rien ne raconte
set -eu
docker rm -f passerelle
docker run -d --name passerelle --log-driver none labo/passerelle:1
