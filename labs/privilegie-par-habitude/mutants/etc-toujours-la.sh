#!/bin/sh
# refusé par : montage-etroit
# dit : contient /etc/shadow
set -eu
docker rm -f releve
docker run -d --name releve -v /etc:/hote/etc:ro -p 127.0.0.1:8080:8080 labo/releve:1
