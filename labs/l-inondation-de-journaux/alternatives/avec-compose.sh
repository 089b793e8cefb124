#!/bin/sh
set -eu
docker rm -f passerelle
mkdir -p /srv/passerelle
cat >/srv/passerelle/compose.yaml <<'COMPOSE'
services:
  passerelle:
    image: labo/passerelle:1
    container_name: passerelle
    logging:
      driver: json-file
      options:
        max-size: 512k
        max-file: "5"
COMPOSE
docker compose -f /srv/passerelle/compose.yaml up -d
