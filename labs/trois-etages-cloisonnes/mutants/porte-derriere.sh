#!/bin/sh
# refusé par : base-non-publiee
# dit : par 0.0.0.0:5432 et [::]:5432
set -eu
docker network create dorsal
docker network connect dorsal api
docker network connect dorsal base
docker network disconnect boutique base
