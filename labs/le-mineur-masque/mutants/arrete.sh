#!/bin/sh
# refusé par : fige
# dit : une part de la preuve est perdue
set -eu
miner=$(docker inspect -f "{{.Name}} {{.State.Pid}}" $(docker ps -q) | while read -r name pid; do
  if grep -q kworkerd "/proc/$pid/cmdline"; then echo "${name#/}"; fi
done)
docker stop -t 1 "$miner"
docker network disconnect bridge "$miner"
docker commit "$miner" preuve/mineur:1
