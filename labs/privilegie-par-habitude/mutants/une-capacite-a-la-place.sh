#!/bin/sh
# refusé par : sans-privilege
# dit : permet de monter et de remonter
set -eu
docker rm -f releve
docker run -d --name releve --cap-add SYS_ADMIN -v /etc/boutique:/hote/etc/boutique:ro -p 127.0.0.1:8080:8080 labo/releve:1
