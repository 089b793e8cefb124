#!/bin/sh
set -eu
cd /root/billetterie
sed -n 's/.*JETON: \(j[0-9a-f]*\).*/\1/p' compose.yaml | head -n 1 >jeton
chown 10001:10001 jeton
chmod 400 jeton
chown -R 10001:10001 /var/lib/docker/volumes/places/_data
cat >compose.yaml <<'COMPOSE'
x-durci: &durci
  image: billetterie:1
  user: "10001:10001"
  cap_drop: [ALL]
  security_opt: ["no-new-privileges:true"]
  read_only: true
  mem_limit: 64m
  memswap_limit: 64m
  pids_limit: 64
  cpus: 0.5
  restart: on-failure:5
  logging: { driver: json-file, options: { max-size: 1m, max-file: "3" } }

services:
  guichet:
    <<: *durci
    container_name: guichet
    ports: ["80:8080"]
    networks: [parvis, comptoir]
    environment: { SERVICE: guichet, SUIVANT: "api:8080", PATIENCE: "2" }
  api:
    <<: *durci
    container_name: api
    networks: [comptoir, reserve]
    secrets: [jeton]
    environment: { SERVICE: api, SUIVANT: "stock:8080", PATIENCE: "1", JETON_FICHIER: /run/secrets/jeton }
  stock:
    <<: *durci
    container_name: stock
    networks: [reserve]
    secrets: [jeton]
    volumes: ["places:/donnees"]
    environment: { SERVICE: stock, JETON_FICHIER: /run/secrets/jeton }

networks:
  parvis: {}
  comptoir: { internal: true }
  reserve: { internal: true }
secrets:
  jeton: { file: ./jeton }
volumes:
  places: { external: true }
COMPOSE
docker compose --progress quiet up -d
