#!/bin/sh
set -eu
cat >/root/vitrine/Dockerfile <<'DOCKERFILE'
FROM labo/base:1
COPY www /srv/www
RUN mkdir /srv/avis && chown 10001:10001 /srv/avis
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv/www"]
DOCKERFILE
docker build -t vitrine:1 /root/vitrine
docker rm -f vitrine
docker run -d --name vitrine vitrine:1
