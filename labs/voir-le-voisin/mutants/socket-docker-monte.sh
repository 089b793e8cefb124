#!/bin/sh
# refusé par : rien-de-plus
# dit : est monté dans « diagnostic »
set -eu
docker run -d --name diagnostic --pid=container:appli -v /var/run/docker.sock:/var/run/docker.sock labo/base:1 sleep 3600
