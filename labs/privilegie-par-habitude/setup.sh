#!/bin/sh
# Un drapeau, des tâches périodiques exécutées par le root de l’hôte, et un relevé de réglages beaucoup trop puissant.
set -eu
umask 077
od -An -N8 -tx8 /dev/urandom | tr -d ' ' >/root/drapeau
umask 022

mkdir -p /etc/boutique /etc/planif.d
printf 'nom=boutique\nseuil=%s\n' "$(($(od -An -N2 -tu2 /dev/urandom) + 100000))" >/etc/boutique/boutique.conf
cat >/etc/planif.d/horodatage.sh <<'SCRIPT'
#!/bin/sh
date >/run/derniere-tache
SCRIPT
cat >/usr/local/sbin/planificateur <<'SCRIPT'
#!/bin/sh
# Exécute en root, chaque seconde, les scripts de /etc/planif.d ; à la manière de cron.
while sleep 1; do
  for tache in /etc/planif.d/*.sh; do
    if [ -f "$tache" ]; then sh "$tache"; fi
  done
done
SCRIPT
chmod 755 /usr/local/sbin/planificateur
setsid /usr/local/sbin/planificateur </dev/null >/dev/null 2>&1 &

dir=$(mktemp -d)
cat >"$dir/relever" <<'SCRIPT'
#!/bin/sh
# Répond à une requête HTTP par les réglages de la boutique, lus à l’instant.
while read -r ligne && [ "${ligne%?}" ]; do :; done
if reglages=$(cat "$REGLAGES" 2>&1); then printf 'HTTP/1.0 200 OK\r\n\r\n'; else printf 'HTTP/1.0 500 Erreur\r\n\r\n'; fi
echo "$reglages"
SCRIPT
chmod 755 "$dir/relever"
cat >"$dir/Dockerfile" <<'BUILD'
FROM labo/base:1
COPY relever /bin/
ENV REGLAGES=/hote/etc/boutique/boutique.conf
CMD ["nc", "-ll", "-p", "8080", "-e", "relever"]
BUILD
docker build -q -t labo/releve:1 "$dir" >/dev/null
rm -r "$dir"
docker run -d --name releve --privileged -v /etc:/hote/etc:ro -p 127.0.0.1:8080:8080 labo/releve:1 >/dev/null
