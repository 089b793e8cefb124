#!/bin/sh
# refusé par : sans-interruption
# dit : a été redémarré
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
docker update --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 64 "$name"
docker restart -t 0 "$name"
