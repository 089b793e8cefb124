#!/bin/sh
# refusé par : rien-de-plus
# dit : est privilégié
set -eu
docker run -d --name diagnostic --pid=container:appli --privileged labo/base:1 sleep 3600
