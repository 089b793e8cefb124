#!/bin/sh
set -eu
miner=$(docker inspect -f '{{.Name}} {{.State.Pid}}' $(docker ps -q) | while read -r name pid; do
  if grep -q kworkerd "/proc/$pid/cmdline"; then echo "${name#/}"; fi
done)
echo "Réponse nom : $miner"
echo "Réponse pool : $(docker exec "$miner" cat /dev/shm/agent/reglages | sed 's/.*pool=//')"
docker network disconnect -f bridge "$miner"
docker commit "$miner" preuve/mineur:1
docker pause "$miner"
