#!/bin/sh
# refusé par : boutique-authentique
# dit : qui n’est pas celle de l’éditeur
set -eu
mkdir -p /root/piege
cd /root/piege
printf 'FROM labo/base:1\nRUN mkdir /www && echo Piege >/www/index.html\nCMD ["httpd", "-f", "-p", "8080", "-h", "/www"]\n' >Dockerfile
docker build -t 127.0.0.1:5000/boutique:1.0 .
docker push 127.0.0.1:5000/boutique:1.0
deployer
# L’intrus est épinglé : l’empreinte relevée est celle que désigne l’étiquette.
docker rm -f boutique
docker run -d --name boutique "127.0.0.1:5000/boutique@$(skopeo inspect --format '{{.Digest}}' docker://127.0.0.1:5000/boutique:1.0)"
