#!/bin/sh
set -eu
docker network disconnect boutique base
docker network create --internal --subnet 10.42.0.0/24 reserve
docker network connect --alias base reserve base
docker network connect reserve api
