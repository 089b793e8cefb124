#!/bin/sh
# refusé par : memoire-bornee
# dit : qui n’a qu’une réservation de 64 Mio
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
docker update --memory-reservation 64m --cpus 0.25 --pids-limit 64 "$name"
