#!/bin/sh
# Un Dockerfile trop généreux, l’image qu’il donne, et le service qui en vient.
set -eu
mkdir -p /root/vitrine/www/cgi-bin
cd /root/vitrine
cat >www/index.html <<'PAGE'
<!doctype html>
<title>vitrine</title>
<h1>Bienvenue dans la vitrine</h1>
PAGE
cat >www/cgi-bin/avis <<'SCRIPT'
#!/bin/sh
# Dépose l’avis d’un visiteur.
printf 'Content-Type: text/plain\r\n\r\n'
echo "$QUERY_STRING" >>/srv/avis/avis.txt && echo 'Merci.'
SCRIPT
chmod 755 www/cgi-bin/avis
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1
COPY www /srv/www
RUN mkdir /srv/avis && chmod -R 777 /srv
EXPOSE 8080
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv/www"]
DOCKERFILE
docker build -q -t vitrine:1 . >/dev/null
docker run -d --name vitrine vitrine:1 >/dev/null
