#!/bin/sh
# refusé par : voisins-intacts
# dit : est suspendu
set -eu
miner=$(docker inspect -f "{{.Name}} {{.State.Pid}}" $(docker ps -q) | while read -r name pid; do
  if grep -q kworkerd "/proc/$pid/cmdline"; then echo "${name#/}"; fi
done)
docker pause journaux metriques alertes
docker network disconnect bridge "$miner"
docker commit "$miner" preuve/mineur:1
