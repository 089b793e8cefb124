#!/bin/sh
# refusé par : fige
# dit : tourne encore
set -eu
miner=$(docker inspect -f "{{.Name}} {{.State.Pid}}" $(docker ps -q) | while read -r name pid; do
  if grep -q kworkerd "/proc/$pid/cmdline"; then echo "${name#/}"; fi
done)
docker update --cpus 0.01 "$miner"
