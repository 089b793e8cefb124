#!/bin/sh
set -eu
docker network create frontal
docker network create --internal dorsal
for stage in vitrine api; do docker network connect frontal "$stage"; done
for stage in api base; do docker network connect dorsal "$stage"; done
for stage in vitrine api base; do docker network disconnect boutique "$stage"; done
docker network rm boutique
