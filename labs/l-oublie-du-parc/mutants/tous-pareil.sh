#!/bin/sh
# refusé par : autres-intacts
# dit : a maintenant pour limites
set -eu
docker update --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 64 $(docker ps -q)
