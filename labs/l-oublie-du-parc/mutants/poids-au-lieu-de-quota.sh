#!/bin/sh
# refusé par : processeur
# dit : un poids de 256
set -eu
docker update --memory 64m --memory-swap 64m --cpu-shares 256 --pids-limit 64 courriel
