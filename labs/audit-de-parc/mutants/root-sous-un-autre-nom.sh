#!/bin/sh
# refusé par : compteur-sans-root
# dit : UID 0
set -eu
echo "Réponse faux-positif : coursier"
echo "Réponse faux-negatif : livreur"
docker rm -f compteur
docker run -d --name compteur --user root:10001 labo/web:1
