#!/bin/sh
# Une image où un éditeur a oublié une copie SUID de tail, une clé réservée à root, et le service.
set -eu
dir=$(mktemp -d)
cp /usr/bin/tail "$dir/journal"
for file in $(ldd /usr/bin/tail | grep -o '/lib[^ ]*'); do
  mkdir -p "$dir/system${file%/*}"
  cp -L "$file" "$dir/system$file"
done
docker build -q -t releve:1 -f - "$dir" >/dev/null <<'DOCKERFILE'
FROM labo/web:1
COPY system /
COPY --chmod=4755 journal /opt/releve/journal
DOCKERFILE
rm -r "$dir"
mkdir -p /srv/tls
(umask 077 && od -An -N8 -tx8 /dev/urandom | tr -d ' ' >/srv/tls/cle)
docker run -d --name releve -v /srv/tls:/run/tls:ro releve:1 >/dev/null
