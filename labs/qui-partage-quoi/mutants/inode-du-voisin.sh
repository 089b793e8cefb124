#!/bin/sh
# refusé par : inode-reseau
# dit : est l’inode de l’espace réseau de
set -eu
docker run -d --name ordinaire labo/base:1 sleep 3600
docker run -d --name autre labo/base:1 sleep 3600
echo "Réponse inode-reseau : $(docker exec autre readlink /proc/self/ns/net)"
