#!/bin/sh
# Un livre d’or qui range ses messages dans sa propre couche, et dont toute la racine est inscriptible.
set -eu
work=$(mktemp -d)
mkdir -p "$work/www/cgi-bin" "$work/livre"
cat >"$work/www/cgi-bin/index.cgi" <<'CGI'
#!/bin/sh
# Prépare un brouillon, dit si le livre peut être écrit, puis le montre. « ?texte » y ajoute une ligne.
printf 'Content-Type: text/plain\r\n\r\n'
brouillon=$(mktemp /tmp/brouillon.XXXXXX 2>/dev/null) || { echo 'panne : pas de place pour le brouillon'; exit; }
rm "$brouillon"
[ -w /livre/messages ] || { echo 'panne : le livre ne peut pas être écrit'; exit; }
[ -z "$QUERY_STRING" ] || echo "$QUERY_STRING" >>/livre/messages
echo 'Le livre est ouvert.'
cat /livre/messages
CGI
chmod 755 "$work/www/cgi-bin/index.cgi"
: >"$work/livre/messages"
docker build -q -t livre-d-or:1 -f - "$work" >/dev/null <<'DOCKERFILE'
FROM labo/base:1
COPY --chown=10001:10001 www /www
COPY --chown=10001:10001 livre /livre
USER 10001:10001
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
DOCKERFILE
rm -r "$work"
docker run -d --name livre-d-or -p 80:8080 livre-d-or:1 >/dev/null
docker exec livre-d-or sh -c 'printf "Premier visiteur, le 3 mai.\nQuelle belle salle !\n" >/livre/messages'
