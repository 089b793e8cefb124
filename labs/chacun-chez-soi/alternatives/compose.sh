#!/bin/sh
set -eu
docker rm -f locataire-a locataire-b
mkdir -p /root/mutualise
cat >/root/mutualise/compose.yaml <<'YAML'
services:
  a:
    container_name: locataire-a
    image: labo/web:1
    pull_policy: never
    networks: [mutualise]
    ports: ['127.0.0.1:8101:8080']
  b:
    container_name: locataire-b
    image: labo/web:1
    pull_policy: never
    networks: [mutualise]
    ports: ['127.0.0.1:8102:8080']
networks:
  mutualise:
    name: mutualise
    driver_opts:
      com.docker.network.bridge.enable_icc: 'false'
YAML
docker compose -f /root/mutualise/compose.yaml up -d
