#!/bin/sh
# refusé par : attaque-sans-effet
# dit : obtient d’écrire dans « /hote/etc/boutique »
set -eu
docker rm -f releve
docker run -d --name releve -v /etc/boutique:/hote/etc/boutique -p 127.0.0.1:8080:8080 labo/releve:1
