#!/bin/sh
# refusé par : processus
# dit : accorde 640 processus
set -eu
docker update --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 640 courriel
