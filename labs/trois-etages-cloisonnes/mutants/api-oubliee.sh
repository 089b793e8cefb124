#!/bin/sh
# refusé par : boutique-ouverte
# dit : s’arrête avant « base »
set -eu
docker network create --internal dorsal
docker network connect dorsal base
docker network disconnect boutique base
