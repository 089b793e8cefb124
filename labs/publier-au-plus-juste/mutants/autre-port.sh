#!/bin/sh
# refusé par : tunnel-servi
# dit : est publiée en 127.0.0.1:8081
set -eu
docker rm -f admin
docker run -d --name admin -p 127.0.0.1:8081:8080 labo/web:1
