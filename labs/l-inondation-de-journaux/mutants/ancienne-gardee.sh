#!/bin/sh
# refusé par : ancien-journal-parti
# dit : « ancienne » garde
set -eu
docker stop -t 1 passerelle
docker rename passerelle ancienne
docker run -d --name passerelle --log-opt max-size=1m --log-opt max-file=3 labo/passerelle:1
