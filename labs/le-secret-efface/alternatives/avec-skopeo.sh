#!/bin/sh
set -eu
skopeo copy --quiet docker-daemon:catalogue:1 dir:/tmp/catalogue
cd /tmp/catalogue
layer=$(jq -r '.layers[1].digest' manifest.json)
echo "Réponse cle : $(tar xOf "${layer#sha256:}" root/.ssh/cle_depot)"
echo "Réponse couche : $layer"
config=$(jq -r '.config.digest' manifest.json)
echo "Réponse jeton : $(grep -o 'jeton-[0-9a-f]*' "${config#sha256:}" | head -n 1)"
