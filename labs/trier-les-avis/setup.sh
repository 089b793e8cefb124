#!/bin/sh
# Quatre services en marche, leurs inventaires, un avis et les attestations de l’éditeur. Avis et paquets sont inventés.
set -eu
mkdir -p /root/avis
cat >/root/avis/avis.json <<'JSON'
{
  "avis": "AV-2026-17",
  "gravite": "critique",
  "titre": "Débordement à la lecture d’un cachet : exécution de code à distance",
  "paquet": "libcachet",
  "amont": { "corrige_dans": "3.1.0" },
  "debian": { "13": { "corrige_dans": "3.0.9-1+deb13u10" } }
}
JSON
cat >/root/avis/vex.json <<'JSON'
{
  "@context": "https://openvex.dev/ns/v0.2.0",
  "author": "Atelier des services, équipe produit",
  "statements": [
    {
      "vulnerability": { "name": "AV-2026-17" },
      "products": [{ "@id": "labo/courriel:1.2" }],
      "status": "not_affected",
      "justification": "vulnerable_code_not_in_execute_path"
    },
    {
      "vulnerability": { "name": "AV-2026-17" },
      "products": [{ "@id": "labo/panier:2.0" }],
      "status": "not_affected",
      "justification": "vulnerable_code_cannot_be_controlled_by_adversary"
    }
  ]
}
JSON

# image <nom:étiquette> <version de libcachet>
image() {
  mkdir -p "/tmp/images/$1"
  cat >"/tmp/images/$1/status" <<STATUS
Package: libc6
Status: install ok installed
Version: 2.41-12

Package: libcachet
Status: install ok installed
Version: $2

Package: zlib1g
Status: install ok installed
Version: 1:1.3.dfsg+really1.3.1-1+b1
STATUS
  printf 'FROM labo/web:1\nCOPY status /var/lib/dpkg/\nLABEL org.opencontainers.image.version=%s\n' "${1#*:}" >"/tmp/images/$1/Dockerfile"
  docker build -q -t "$1" "/tmp/images/$1" >/dev/null
}
service() { docker run -d --name "$1" "$2" >/dev/null; }

image labo/recherche:3 3.0.9-1+deb13u9
service recherche labo/recherche:3 &
image labo/caisse:4.1 3.0.9-1+deb13u10 &
image labo/courriel:1.2 3.0.9-1+deb13u9 &
image labo/panier:1.9 3.0.9-1+deb13u9 &
image labo/panier:2.1 3.0.9-1+deb13u10 &
wait
# La nuit dernière, l’intégration continue a reconstruit cette image sous la même étiquette.
image labo/recherche:3 3.0.9-1+deb13u10 &
service caisse labo/caisse:4.1 &
service courriel labo/courriel:1.2 &
service panier labo/panier:1.9 &
wait
rm -rf /tmp/images
