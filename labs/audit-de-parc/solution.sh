#!/bin/sh
set -eu
echo "Réponse faux-positif : coursier"
echo "Réponse faux-negatif : livreur"
docker rm -f compteur veilleur livreur
docker run -d --name compteur labo/web:1
docker run -d --name veilleur labo/web:1
docker run -d --name livreur labo/web:1
