#!/bin/sh
set -eu
mkdir -p /tmp/catalogue
docker save catalogue:1 | tar x -C /tmp/catalogue
cd /tmp/catalogue/blobs/sha256
for layer in *; do
  if tar tf "$layer" 2>/dev/null | grep -qx root/.ssh/cle_depot; then
    echo "Réponse cle : $(tar xOf "$layer" root/.ssh/cle_depot)"
    echo "Réponse couche : sha256:$layer"
  fi
done
echo "Réponse jeton : $(docker history --no-trunc --format '{{.CreatedBy}}' catalogue:1 | sed -n 's/.*JETON_API=\([^ ]*\).*/\1/p' | head -n 1)"
