#!/bin/sh
# refusé par : coupe-du-reseau
# dit : est encore relié au réseau « bridge »
set -eu
miner=$(docker inspect -f "{{.Name}} {{.State.Pid}}" $(docker ps -q) | while read -r name pid; do
  if grep -q kworkerd "/proc/$pid/cmdline"; then echo "${name#/}"; fi
done)
docker pause "$miner"
docker commit "$miner" preuve/mineur:1
