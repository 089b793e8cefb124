#!/bin/sh
set -eu
fixed=$(jq -r '.debian["13"].corrige_dans' /root/avis/avis.json)
affected=''
for name in $(docker ps --format '{{.Names}}' | sort); do
  version=$(docker exec "$name" sed -n '/^Package: libcachet$/,/^$/s/^Version: //p' /var/lib/dpkg/status)
  dpkg --compare-versions "$version" lt "$fixed" || continue
  product=$(docker inspect -f '{{.Config.Image}}' "$name")
  jq -e --arg p "$product" '.statements[] | select(.status == "not_affected" and .products[]."@id" == $p)' /root/avis/vex.json >/dev/null && continue
  affected="$affected $name"
done
echo "Réponse atteints : $affected"
docker rm -f panier recherche
docker run -d --name panier labo/panier:2.1
docker run -d --name recherche labo/recherche:3
