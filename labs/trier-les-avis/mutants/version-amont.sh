#!/bin/sh
# refusé par : atteints-trouves
# dit : n’a plus la faille
set -eu
# Toutes les versions sont plus petites que celle de l’amont.
echo 'Réponse atteints : caisse panier recherche courriel'
