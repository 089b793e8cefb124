#!/bin/sh
# refusé par : base-sans-issue
# dit : Internal vaut false
set -eu
docker network create dorsal
docker network connect dorsal api
docker network connect dorsal base
docker network disconnect boutique base
