#!/bin/sh
# Un service lancé en root, son volume, et les commandes déjà enregistrées, que root seul peut écrire.
set -eu
dir=$(mktemp -d)
mkdir "$dir/www"
cat >"$dir/www/index.html" <<'PAGE'
<!doctype html>
<title>boutique</title>
<h1>La boutique est ouverte</h1>
PAGE
docker build -q -t boutique:1 -f - "$dir" >/dev/null <<'DOCKERFILE'
FROM labo/base:1
COPY www /www
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "80", "-h", "/www"]
DOCKERFILE
rm -r "$dir"
docker volume create commandes >/dev/null
docker run -d --name boutique -v commandes:/commandes boutique:1 >/dev/null
docker exec boutique sh -c 'umask 077; printf "commande 0001\ncommande 0002\n" >/commandes/registre; chmod 700 /commandes'
