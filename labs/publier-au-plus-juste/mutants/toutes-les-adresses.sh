#!/bin/sh
# refusé par : hote-seulement
# dit : par 0.0.0.0:8080 et [::]:8080
set -eu
docker rm -f admin
docker run -d --name admin -p 8080:8080 --restart always labo/web:1
