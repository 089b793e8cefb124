#!/bin/sh
# refusé par : oublie-trouve
# dit : était borné
set -eu
for name in panier recherche; do
  if [ "$(docker inspect -f '{{.HostConfig.Memory}}' "$name")" != 0 ]; then echo "Réponse service-oublie : $name"; fi
done
