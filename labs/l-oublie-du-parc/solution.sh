#!/bin/sh
set -eu
limit() {
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then cat "/sys/fs/cgroup/docker/$1/pids.max"
  else cat "/sys/fs/cgroup/pids/docker/$1/pids.max"; fi
}
for id in $(docker ps -q --no-trunc); do
  if [ "$(limit "$id")" = max ]; then name=$(docker inspect -f '{{.Name}}' "$id" | tr -d /); fi
done
echo "Réponse service-oublie : $name"
docker update --memory 64m --memory-swap 64m --cpus 0.25 --pids-limit 64 "$name"
