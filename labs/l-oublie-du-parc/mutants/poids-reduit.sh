#!/bin/sh
# refusé par : processeur-borne
# dit : a un poids de 256 et aucun quota
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
docker update --memory 64m --memory-swap 64m --cpu-shares 256 --pids-limit 64 "$name"
