#!/bin/sh
# refusé par : rien-de-plus
# dit : partage aussi l’espace ipc de l’hôte
set -eu
docker run -d --name diagnostic --pid=container:appli --ipc=host labo/base:1 sleep 3600
