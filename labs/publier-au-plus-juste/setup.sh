#!/bin/sh
# Un site public, et sa console d’administration publiée de la même façon, « juste pour essayer ».
set -eu
docker run -d --name vitrine -p 80:8080 labo/web:1 >/dev/null
docker run -d --name admin -p 8080:8080 labo/web:1 >/dev/null
