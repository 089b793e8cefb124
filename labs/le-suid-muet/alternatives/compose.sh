#!/bin/sh
# Les mêmes options dans un fichier Compose.
set -eu
echo "Réponse cle : $(docker exec releve /opt/releve/journal /run/tls/cle)"
docker rm -f releve
mkdir -p /root/releve
cat >/root/releve/compose.yaml <<'YAML'
services:
  releve:
    image: releve:1
    container_name: releve
    security_opt: ['no-new-privileges:true']
    cap_drop: [ALL]
    volumes: ['/srv/tls:/run/tls:ro']
YAML
docker compose -f /root/releve/compose.yaml up -d
