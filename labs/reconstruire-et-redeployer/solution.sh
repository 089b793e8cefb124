#!/bin/sh
set -eu
cd /root/boutique
sed -i 's|^FROM .*|FROM labo/socle:1.1|' Dockerfile
docker build --no-cache -t labo/boutique:2 .
token=$(docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' boutique | sed -n 's/^JETON_PAIEMENT=//p')
docker stop -t 1 boutique
docker rm boutique
docker run -d --name boutique -e "JETON_PAIEMENT=$token" -v commandes:/donnees -p 127.0.0.1:8080:8080 --memory 64m labo/boutique:2
