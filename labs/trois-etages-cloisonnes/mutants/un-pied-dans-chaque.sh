#!/bin/sh
# refusé par : vitrine-loin-de-la-base
# dit : Les deux sont sur « boutique »
set -eu
docker network create --internal dorsal
docker network connect dorsal api
docker network connect dorsal base
