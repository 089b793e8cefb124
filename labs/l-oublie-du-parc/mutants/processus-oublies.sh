#!/bin/sh
# refusé par : processus-bornes
# dit : d’autres ressources sont bornées
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
docker update --memory 64m --memory-swap 64m --cpus 0.25 "$name"
