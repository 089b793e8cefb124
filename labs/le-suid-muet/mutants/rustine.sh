#!/bin/sh
# refusé par : attaque-sans-effet
# dit : retrouvera le bit SUID
set -eu
docker exec -u 0 releve chmod u-s /opt/releve/journal
