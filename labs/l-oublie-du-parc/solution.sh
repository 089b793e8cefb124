#!/bin/sh
set -eu
for id in $(docker ps -q); do
  docker inspect -f '{{.Name}} mémoire={{.HostConfig.Memory}} processeur={{.HostConfig.NanoCpus}} processus={{.HostConfig.PidsLimit}}' "$id"
done
docker update --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 64 courriel
echo 'Réponse conteneur-oublie : courriel'
