#!/bin/sh
# refusé par : echange
# dit : le double
set -eu
docker update --memory 64m --memory-swap 128m --cpus 0.25 --pids-limit 64 courriel
