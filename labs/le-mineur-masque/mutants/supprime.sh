#!/bin/sh
# refusé par : fige
# dit : détruit sa couche d’écriture
set -eu
miner=$(docker inspect -f "{{.Name}} {{.State.Pid}}" $(docker ps -q) | while read -r name pid; do
  if grep -q kworkerd "/proc/$pid/cmdline"; then echo "${name#/}"; fi
done)
docker commit "$miner" preuve/mineur:1
docker rm -f "$miner"
