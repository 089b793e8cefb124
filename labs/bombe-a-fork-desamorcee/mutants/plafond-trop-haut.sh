#!/bin/sh
# refusé par : processus-plafonnes
# dit : accorde 250 processus
set -eu
docker update --pids-limit 250 compilateur
docker start compilateur
