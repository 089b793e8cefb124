#!/bin/sh
# refusé par : preuve-gardee
# dit : comme l’image d’origine
set -eu
miner=$(docker inspect -f "{{.Name}} {{.State.Pid}}" $(docker ps -q) | while read -r name pid; do
  if grep -q kworkerd "/proc/$pid/cmdline"; then echo "${name#/}"; fi
done)
docker pause "$miner"
docker network disconnect bridge "$miner"
docker tag labo/agent:3 preuve/mineur:1
