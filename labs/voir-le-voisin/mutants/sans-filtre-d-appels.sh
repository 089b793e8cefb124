#!/bin/sh
# refusé par : rien-de-plus
# dit : a été lancé avec --security-opt
set -eu
docker run -d --name diagnostic --pid=container:appli --security-opt seccomp=unconfined labo/base:1 sleep 3600
