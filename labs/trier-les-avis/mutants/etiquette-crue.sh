#!/bin/sh
# refusé par : atteints-trouves
# dit : n’est pas dans votre liste
set -eu
# L’inventaire lu dans l’image d’aujourd’hui, non dans le conteneur.
docker run --rm labo/recherche:3 grep -A 2 libcachet /var/lib/dpkg/status
echo 'Réponse atteints : panier'
