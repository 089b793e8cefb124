#!/bin/sh
# Le compilateur de l’incident, préparé sans limite et sans être démarré.
set -eu
docker rm -f compilateur >/dev/null 2>&1 || :
docker create --name compilateur labo/base:1 sonde forks 300 3600 >/dev/null
