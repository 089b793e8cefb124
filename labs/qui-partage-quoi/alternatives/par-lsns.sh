#!/bin/sh
set -eu
docker run -d --name ordinaire labo/web:1
pid=$(docker inspect -f '{{.State.Pid}}' ordinaire)
lsns -n -p 1 -o TYPE,NS | sort >/tmp/hote
lsns -n -p "$pid" -o TYPE,NS | sort >/tmp/conteneur
echo "Réponse types-partages : $(comm -12 /tmp/hote /tmp/conteneur | awk '{ print $1 }' | tac | tr '\n' ' ')"
echo "Réponse inode-reseau : $(readlink "/proc/$pid/ns/net")"
