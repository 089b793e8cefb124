#!/bin/sh
# refusé par : vitrine-intacte
# dit : a été recréé
set -eu
docker rm -f admin vitrine
docker run -d --name admin -p 127.0.0.1:8080:8080 labo/web:1
docker run -d --name vitrine -p 127.0.0.1:80:8080 labo/web:1
