#!/bin/sh
# refusé par : tunnel-servi
# dit : aucun programme n’écoute sur le port 80
set -eu
docker rm -f admin
docker run -d --name admin -p 127.0.0.1:8080:80 labo/web:1
