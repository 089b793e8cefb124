#!/bin/sh
# refusé par : memoire-bornee
# dit : peut atteindre 128 Mio
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
docker update --memory 64m --memory-swap 128m --cpus 0.25 --pids-limit 64 "$name"
