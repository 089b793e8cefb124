#!/bin/sh
# refusé par : livreur-sans-hote
# dit : docker.sock
set -eu
echo "Réponse faux-positif : coursier"
echo "Réponse faux-negatif : livreur"
docker rm -f livreur
docker run -d --name livreur -v /run/docker.sock:/run/docker.sock:ro labo/web:1
