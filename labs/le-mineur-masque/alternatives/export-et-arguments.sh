#!/bin/sh
set -eu
for name in $(docker ps --format '{{.Names}}'); do
  settings=$(docker inspect -f '{{range .Args}}{{println .}}{{end}}' "$name" | base64 -d 2>/dev/null || :)
  case $settings in *pool=*) miner=$name pool=${settings#*pool=} ;; esac
done
docker network disconnect bridge "$miner"
docker pause "$miner"
docker export "$miner" | docker import - preuve/mineur:1
echo "Réponse nom : $miner"
echo "Réponse pool : $pool"
