#!/bin/sh
set -eu
for id in $(docker ps -q); do
  if docker top "$id" -o pid,args | grep -q kworkerd; then name=$(docker inspect -f '{{.Name}}' "$id" | tr -d /); fi
done
docker pause "$name"
docker network disconnect bridge "$name"
docker commit "$name" preuve/mineur:1
pid=$(docker inspect -f '{{.State.Pid}}' "$name")
echo "Réponse nom : $name"
echo "Réponse pool : $(sed -n 's/.*pool=//p' "/proc/$pid/root/dev/shm/agent/reglages")"
