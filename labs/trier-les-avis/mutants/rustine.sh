#!/bin/sh
# refusé par : panier-corrige
# dit : modifié sur place
set -eu
docker exec -u 0 panier sed -i s/deb13u9/deb13u10/ /var/lib/dpkg/status
docker commit panier labo/panier:1.9
docker rm -f panier
docker run -d --name panier labo/panier:1.9
echo 'Réponse atteints : panier recherche'
