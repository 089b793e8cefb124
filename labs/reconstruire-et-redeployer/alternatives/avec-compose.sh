#!/bin/sh
# Les options écrites une fois pour toutes dans un fichier Compose.
set -eu
cd /root/boutique
sed -i 's/socle:1.0/socle:1.1/' Dockerfile
token=$(sed -n 's/.*JETON_PAIEMENT=\([0-9a-f]*\) .*/\1/p' lancer.sh)
cat >compose.yaml <<YAML
name: vente
services:
  boutique:
    build: .
    image: labo/boutique:2
    container_name: boutique
    environment:
      JETON_PAIEMENT: $token
    volumes: [commandes:/donnees]
    ports: ["127.0.0.1:8080:8080"]
    mem_limit: 64m
    read_only: true
volumes:
  commandes:
    external: true
YAML
docker rm -f boutique
docker compose up -d --build
