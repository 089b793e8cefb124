#!/bin/sh
set -eu
docker rm -f vitrine comptoir
docker run -d --name vitrine labo/web:1
docker run -d --name comptoir labo/web:1
