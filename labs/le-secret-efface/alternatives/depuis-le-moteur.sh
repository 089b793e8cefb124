#!/bin/sh
# Root sur l’hôte, on peut lire les couches là où le moteur les range, et la configuration de l’image en JSON.
set -eu
file=$(find /var/lib/docker/overlay2 -path '*/diff/root/.ssh/cle_depot' -type f)
echo "Réponse cle : $(cat "$file")"
folder=${file#/var/lib/docker/overlay2/}
folder=${folder%%/*}
chain=$(dirname "$(grep -rl "^$folder\$" /var/lib/docker/image/overlay2/layerdb/sha256 --include=cache-id)")
echo "Réponse couche : $(cat "$chain/diff")"
config=/var/lib/docker/image/overlay2/imagedb/content/sha256/$(docker inspect -f '{{.Image}}' catalogue | cut -d: -f2)
echo "Réponse jeton : $(jq -r '.history[].created_by' "$config" | grep -o 'jeton-[0-9a-f]*' | head -n 1)"
