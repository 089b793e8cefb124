#!/bin/sh
# refusé par : inode-reseau
# dit : mais de son espace mnt
set -eu
docker run -d --name ordinaire labo/base:1 sleep 3600
echo "Réponse inode-reseau : $(docker exec ordinaire readlink /proc/self/ns/mnt | tr -dc 0-9)"
