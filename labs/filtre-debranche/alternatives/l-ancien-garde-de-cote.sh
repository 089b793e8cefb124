#!/bin/sh
set -eu
for name in vitrine comptoir; do
  docker stop -t 0 "$name"
  docker rename "$name" "$name-avant"
  docker run -d --name "$name" --read-only labo/web:1
done
