#!/bin/sh
# refusé par : diagnostic-voit-appli
# dit : partage l’espace de PID de « stock »
set -eu
docker run -d --name diagnostic --pid=container:stock labo/base:1 sleep 3600
