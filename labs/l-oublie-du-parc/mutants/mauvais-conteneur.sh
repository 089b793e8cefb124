#!/bin/sh
# refusé par : sans-coupure
# dit : ont changé
set -eu
docker update --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 64 rapports
