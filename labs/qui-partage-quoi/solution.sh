#!/bin/sh
set -eu
docker run -d --name ordinaire labo/base:1 sleep 3600
pid=$(docker inspect -f '{{.State.Pid}}' ordinaire)
shared=
for type in cgroup ipc mnt net pid time user uts; do
  [ -e "/proc/1/ns/$type" ] || continue
  if [ "$(readlink "/proc/1/ns/$type")" = "$(readlink "/proc/$pid/ns/$type")" ]; then shared="$shared,$type"; fi
done
echo "Réponse types-partages : ${shared#,}"
echo "Réponse inode-reseau : $(readlink "/proc/$pid/ns/net" | tr -dc 0-9)"
