#!/bin/sh
# refusé par : page-servie
# dit : ne donne aucun réglage
set -eu
docker rm -f releve
docker run -d --name releve -v /etc/boutique:/reglages:ro -p 127.0.0.1:8080:8080 labo/releve:1
