#!/bin/sh
# refusé par : boutique-ouverte
# dit : Le port 80 de l’hôte ne mène plus
set -eu
docker network create --internal frontal
docker network create --internal dorsal
for stage in vitrine api; do docker network connect frontal "$stage"; done
for stage in api base; do docker network connect dorsal "$stage"; done
for stage in vitrine api base; do docker network disconnect boutique "$stage"; done
