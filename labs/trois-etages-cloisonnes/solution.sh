#!/bin/sh
set -eu
docker network create --internal dorsal
docker network connect dorsal api
docker network connect dorsal base
docker network disconnect boutique base
