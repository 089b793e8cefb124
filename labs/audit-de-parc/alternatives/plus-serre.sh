#!/bin/sh
# Les trois services fautifs, durcis au passage ; livreur garde un volume à lui.
set -eu
echo "Réponse faux-positif : coursier"
echo "Réponse faux-negatif : livreur"
docker rm -f compteur veilleur livreur
for name in compteur veilleur livreur; do
  docker run -d --name "$name" --user 20000:20000 --cap-drop ALL --security-opt no-new-privileges --read-only \
    -v "$name:/donnees" labo/web:1
done
