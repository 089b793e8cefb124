#!/bin/sh
# Trois services publiés sur toutes les adresses, et l’image d’un relais qui n’attend que des routes.
set -eu
work=$(mktemp -d)
mkdir -p "$work/service/www/cgi-bin" "$work/porte"
cat >"$work/service/www/cgi-bin/index.cgi" <<'CGI'
#!/bin/sh
printf 'Content-Type: text/plain\r\n\r\nIci %s.\n' "$SERVICE"
CGI
cat >"$work/service/Dockerfile" <<'DOCKERFILE'
FROM labo/base:1
COPY www /www
USER 10001:10001
EXPOSE 8080
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
DOCKERFILE
cat >"$work/porte/relais" <<'RELAIS'
#!/bin/sh
# Relais HTTP de démonstration : ROUTES="nom=hote:port …", le premier mot du chemin choisit la route.
read -r _ path _
while read -r header && [ "${header%?}" ]; do :; done
name=${path#/}
name=${name%%/*}
for route in $ROUTES; do
  [ "${route%%=*}" = "$name" ] || continue
  if page=$(timeout 0.5 wget -qO- "http://${route#*=}/" 2>/dev/null); then
    printf 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n%s\n' "$page"
  else
    printf 'HTTP/1.0 502 Bad Gateway\r\n\r\n%s ne répond pas\n' "$name"
  fi
  exit
done
printf 'HTTP/1.0 404 Not Found\r\n\r\naucune route vers %s\n' "$name"
RELAIS
cat >"$work/porte/Dockerfile" <<'DOCKERFILE'
FROM labo/base:1
COPY relais /bin/relais
USER 10001:10001
EXPOSE 8080
CMD ["nc", "-ll", "-p", "8080", "-e", "/bin/relais"]
DOCKERFILE
chmod 755 "$work/service/www/cgi-bin/index.cgi" "$work/porte/relais"
docker build -q -t maison/porte:1 "$work/porte" >/dev/null &
docker build -q -t maison/service:1 "$work/service" >/dev/null
wait
rm -rf "$work"

port=8081
for service in boutique blog compta; do
  docker run -d --name "$service" -p "$port:8080" -e SERVICE="$service" maison/service:1 >/dev/null
  port=$((port + 1))
done
