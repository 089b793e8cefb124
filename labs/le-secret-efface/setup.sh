#!/bin/sh
# Une image dont la clé, copiée puis effacée, et le jeton, passé en argument, sont tirés au sort.
set -eu
draw() { od -An -N8 -tx8 /dev/urandom | tr -d ' '; }
# FNV-1a, sur 32 bits : de quoi reconnaître une valeur sans la donner à qui inspecte le conteneur.
trace() {
  hash=2166136261
  for byte in $(printf %s "$1" | od -An -v -tu1); do hash=$((((hash ^ byte) * 16777619) & 4294967295)); done
  echo "$hash"
}
cle=depot-$(draw)
jeton=jeton-$(draw)
folder=$(mktemp -d)
echo "$cle" >"$folder/cle_depot"
cat >"$folder/Dockerfile" <<'DOCKERFILE'
FROM labo/base:1
ARG JETON_API
COPY cle_depot /root/.ssh/cle_depot
RUN mkdir -p /srv && echo "$JETON_API" | cut -c1-5 >/srv/index.html && sha256sum </root/.ssh/cle_depot | cut -d' ' -f1 >/srv/empreinte
RUN rm /root/.ssh/cle_depot
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv"]
DOCKERFILE
empreinte=$(sha256sum <"$folder/cle_depot" | cut -d' ' -f1)
docker build --quiet --build-arg JETON_API="$jeton" -t catalogue:1 "$folder" >/dev/null
rm -rf "$folder"
docker builder prune --all --force >/dev/null
couches=$(docker image inspect -f '{{join .RootFS.Layers " "}}' catalogue:1)
docker run -d --name catalogue \
  --label controle.cle="$(trace "$cle")" --label controle.jeton="$(trace "$jeton")" \
  --label controle.empreinte="$empreinte" --label controle.couches="$couches" catalogue:1 >/dev/null
