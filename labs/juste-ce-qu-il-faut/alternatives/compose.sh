#!/bin/sh
# La même chose, écrite dans un fichier que l’on relit.
set -eu
docker rm -f entrepot
mkdir -p /root/entrepot
cat >/root/entrepot/compose.yaml <<'YAML'
services:
  entrepot:
    image: entrepot:1
    container_name: entrepot
    cap_drop: [ALL]
    cap_add: [CHOWN, SETGID, SETUID]
    volumes: ['stock:/donnees']
volumes:
  stock:
    external: true
YAML
docker compose -f /root/entrepot/compose.yaml up -d
