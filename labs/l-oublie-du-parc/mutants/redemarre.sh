#!/bin/sh
# refusé par : sans-coupure
# dit : a été redémarré
set -eu
docker update --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 64 courriel
docker restart -t 0 courriel
