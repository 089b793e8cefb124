#!/bin/sh
# refusé par : diagnostic-voit-appli
# dit : est dans l’espace de PID de l’hôte
set -eu
docker run -d --name diagnostic --pid=host labo/base:1 sleep 3600
