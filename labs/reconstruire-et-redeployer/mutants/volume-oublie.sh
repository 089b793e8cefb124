#!/bin/sh
# refusé par : memes-reglages
# dit : sans le volume
set -eu
sed -i s/socle:1.0/socle:1.1/ /root/boutique/Dockerfile
docker build -t labo/boutique:2 /root/boutique
docker rm -f boutique
docker run -d --name boutique -p 127.0.0.1:8080:8080 --memory 64m labo/boutique:2
