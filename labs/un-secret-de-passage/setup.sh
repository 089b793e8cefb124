#!/bin/sh
# Un Dockerfile qui copie sa clé, l’image qu’il a donnée, et la douane : un conteneur qui voit les couches du moteur.
set -eu
draw() { od -An -N8 -tx8 /dev/urandom | tr -d ' '; }
mkdir -p /root/meteo /var/lib/douane
cd /root/meteo
echo "depot-$(draw)" >depot.cle
chmod 600 depot.cle
cp depot.cle /var/lib/douane/cle
cat >obtenir-module <<'SCRIPT'
#!/bin/sh
# usage : obtenir-module <fichier de la clé>    s’identifie auprès du dépôt et écrit /srv/module
set -eu
grep -qx 'depot-[0-9a-f]\{16\}' "$1" 2>/dev/null || { echo "obtenir-module : pas de clé dans $1" >&2; exit 1; }
mkdir -p /srv
{ cat "$1"; echo module; } | sha256sum | cut -d' ' -f1 >/srv/module
SCRIPT
cat >servir <<'SCRIPT'
#!/bin/sh
# Sert la météo ; refuse de démarrer sans le module obtenu du dépôt.
grep -qx '[0-9a-f]\{64\}' /srv/module || { echo 'servir : module absent' >&2; exit 1; }
exec httpd -f -p 8080 -h /srv
SCRIPT
chmod 755 obtenir-module servir
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1
COPY obtenir-module servir /bin/
COPY depot.cle /tmp/depot.cle
RUN obtenir-module /tmp/depot.cle && rm /tmp/depot.cle
USER 10001
CMD ["servir"]
DOCKERFILE
docker run -d --name douane -v /var/lib/douane/cle:/cle:ro \
  --mount type=bind,src=/var/lib/docker/overlay2,dst=/couches,readonly,bind-recursive=disabled \
  --mount type=bind,src=/var/lib/docker/image/overlay2/imagedb/content/sha256,dst=/configurations,readonly \
  labo/base:1 sleep 86400 >/dev/null
docker build --quiet -t meteo:1 . >/dev/null
docker run -d --name meteo meteo:1 >/dev/null
