#!/bin/sh
# L’ancien conteneur est gardé, arrêté, le temps de vérifier le nouveau.
set -eu
cd /root/boutique
printf 'FROM labo/socle:1.1\nCOPY index.html /donnees/\nUSER 10001\nCMD ["httpd", "-f", "-p", "8080", "-h", "/donnees"]\n' >Dockerfile
docker build -q -t labo/boutique:2 .
docker rename boutique boutique-ancienne
docker stop -t 1 boutique-ancienne
sed 's/boutique:1$/boutique:2/' lancer.sh | sh
