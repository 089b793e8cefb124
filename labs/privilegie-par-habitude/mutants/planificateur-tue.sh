#!/bin/sh
# refusé par : page-servie
# dit : Arrêter ce que l’attaquant détourne
set -eu
docker rm -f releve
pkill -f /usr/local/sbin/planificateur
docker run -d --name releve -v /etc/boutique:/hote/etc/boutique:ro -p 127.0.0.1:8080:8080 labo/releve:1
