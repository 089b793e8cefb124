#!/bin/sh
# refusé par : sans-interruption
# dit : a été recréé
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
docker rm -f "$name"
docker run -d --name "$name" --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 64 labo/base:1 sleep 86400
echo "Réponse service-oublie : $name"
