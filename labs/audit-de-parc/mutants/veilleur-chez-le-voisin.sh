#!/bin/sh
# refusé par : veilleur-chez-lui
# dit : avec « accueil »
set -eu
echo "Réponse faux-positif : coursier"
echo "Réponse faux-negatif : livreur"
docker rm -f veilleur
docker run -d --name veilleur --pid container:accueil labo/web:1
