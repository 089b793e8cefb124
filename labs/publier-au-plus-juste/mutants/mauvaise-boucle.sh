#!/bin/sh
# refusé par : tunnel-servi
# dit : le service n’écoute qu’en 127.0.0.1:8080
set -eu
docker rm -f admin
docker run -d --name admin -p 127.0.0.1:8080:8080 labo/web:1 httpd -f -p 127.0.0.1:8080 -h /www
