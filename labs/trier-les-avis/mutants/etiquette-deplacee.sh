#!/bin/sh
# refusé par : panier-corrige
# dit : exécute encore l’image du départ
set -eu
docker tag labo/panier:1.9 labo/panier:2.1
docker rm -f panier
docker run -d --name panier labo/panier:2.1
