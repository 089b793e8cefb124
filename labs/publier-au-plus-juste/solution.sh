#!/bin/sh
set -eu
docker rm -f admin
docker run -d --name admin -p 127.0.0.1:8080:8080 labo/web:1
