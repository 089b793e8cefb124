#!/bin/sh
set -eu
docker rm -f admin
mkdir -p /root/console
cat >/root/console/compose.yaml <<'YAML'
services:
  admin:
    container_name: admin
    image: labo/web:1
    pull_policy: never
    ports:
      - '127.0.0.1:8080:8080'
YAML
docker compose -f /root/console/compose.yaml up -d
