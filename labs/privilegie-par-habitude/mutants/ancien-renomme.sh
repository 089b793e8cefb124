#!/bin/sh
# refusé par : sans-privilege
# dit : renommer l’ancien conteneur
set -eu
docker rename releve releve-avant
docker run -d --name releve -v /etc/boutique:/hote/etc/boutique:ro -p 127.0.0.1:8081:8080 labo/releve:1
