#!/bin/sh
# refusé par : rien-de-plus
# dit : a des capacités de plus que l’ordinaire
set -eu
docker run -d --name diagnostic --pid=container:appli --cap-add SYS_PTRACE labo/base:1 sleep 3600
