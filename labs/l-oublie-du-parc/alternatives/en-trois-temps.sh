#!/bin/sh
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
echo "Réponse service-oublie : $name"
docker update --pids-limit 64 "$name"
docker update --memory-swap 67108864 --memory 67108864 "$name"
docker update --cpu-period 100000 --cpu-quota 25000 "$name"
