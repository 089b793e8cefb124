#!/bin/sh
# refusé par : sains-epargnes
# dit : « coursier » a été recréé
set -eu
echo "Réponse faux-positif : coursier"
echo "Réponse faux-negatif : livreur"
docker rm -f coursier compteur veilleur
for name in coursier compteur veilleur; do docker run -d --name "$name" labo/web:1; done
