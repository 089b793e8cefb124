#!/bin/sh
# Une boutique à trois étages, tous sur le même réseau, base de données publiée comprise.
set -eu
work=$(mktemp -d)
mkdir -p "$work/www/cgi-bin"
cat >"$work/www/cgi-bin/index.cgi" <<'CGI'
#!/bin/sh
# Dit son nom, puis ce que répond l’étage suivant.
printf 'Content-Type: text/plain\r\n\r\n%s\n' "$ETAGE"
[ -z "${SUIVANT:-}" ] || timeout "$PATIENCE" wget -qO- "http://$SUIVANT/" 2>/dev/null || echo "$SUIVANT ne répond pas"
CGI
chmod 755 "$work/www/cgi-bin/index.cgi"
cat >"$work/Dockerfile" <<'DOCKERFILE'
FROM labo/base:1
COPY www /www
USER 10001:10001
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
DOCKERFILE
docker build -q -t boutique/etage:1 "$work" >/dev/null
rm -rf "$work"

docker network create boutique >/dev/null
articles=$(($(od -An -N2 -tu2 /dev/urandom) % 900 + 100))
docker run -d --name base --network boutique -p 5432:5432 -e ETAGE="base : $articles articles" \
  boutique/etage:1 httpd -f -p 5432 -h /www >/dev/null
docker run -d --name api --network boutique -e ETAGE=api -e SUIVANT=base:5432 -e PATIENCE=1 boutique/etage:1 >/dev/null
docker run -d --name vitrine --network boutique -p 80:8080 -e ETAGE=vitrine -e SUIVANT=api:8080 -e PATIENCE=2 \
  boutique/etage:1 >/dev/null
