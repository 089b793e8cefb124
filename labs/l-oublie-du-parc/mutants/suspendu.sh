#!/bin/sh
# refusé par : sans-interruption
# dit : est suspendu
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
docker pause "$name"
