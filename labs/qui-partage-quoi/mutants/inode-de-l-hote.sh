#!/bin/sh
# refusé par : inode-reseau
# dit : est l’inode de l’espace réseau de l’hôte
set -eu
docker run -d --name ordinaire labo/base:1 sleep 3600
echo "Réponse inode-reseau : $(readlink /proc/self/ns/net | tr -dc 0-9)"
