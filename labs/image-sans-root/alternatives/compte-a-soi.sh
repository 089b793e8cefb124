#!/bin/sh
# Un compte créé dans l’image et nommé, le répertoire des avis copié déjà donné.
set -eu
cd /root/vitrine
mkdir -p avis
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1
RUN echo 'vitrine:x:20020:20020::/:/bin/false' >>/etc/passwd && echo 'vitrine:x:20020:' >>/etc/group
COPY www /srv/www
COPY --chown=20020:20020 avis /srv/avis
USER vitrine
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv/www"]
DOCKERFILE
docker build -t vitrine:1 .
docker rm -f vitrine
docker run -d --name vitrine vitrine:1
