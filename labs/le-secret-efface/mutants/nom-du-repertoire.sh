#!/bin/sh
# refusé par : couche-nommee
# dit : n’est pas une empreinte de couche
set -eu
file=$(find /var/lib/docker/overlay2 -path '*/diff/root/.ssh/cle_depot' -type f)
echo "Réponse couche : $(echo "$file" | cut -d/ -f6)"
