#!/bin/sh
# refusé par : recherche-corrigee
# dit : toujours le même conteneur
set -eu
docker rm -f panier
docker run -d --name panier labo/panier:2.1
docker restart -t 0 recherche
echo 'Réponse atteints : panier recherche'
