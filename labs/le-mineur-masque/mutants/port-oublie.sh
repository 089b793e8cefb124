#!/bin/sh
# refusé par : adresse-relevee
# dit : le port manque
set -eu
miner=$(docker inspect -f "{{.Name}} {{.State.Pid}}" $(docker ps -q) | while read -r name pid; do
  if grep -q kworkerd "/proc/$pid/cmdline"; then echo "${name#/}"; fi
done)
echo "Réponse pool : $(docker exec "$miner" cat /dev/shm/agent/reglages | sed 's/.*pool=//; s/:.*//')"
