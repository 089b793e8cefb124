#!/bin/sh
# Préparer dans une étape, ne livrer que le résultat ; les droits serrés davantage.
set -eu
cd /root/vitrine
cat >Dockerfile <<'DOCKERFILE'
FROM labo/base:1 AS preparation
COPY www /srv/www
RUN mkdir -m 700 /srv/avis && chown 10001:10001 /srv/avis && chmod -R a-w /srv/www

FROM labo/base:1
COPY --from=preparation /srv /srv
USER 10001:10001
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv/www"]
DOCKERFILE
docker build -t vitrine:1 .
docker rm -f vitrine
docker run -d --name vitrine --cap-drop ALL --security-opt no-new-privileges vitrine:1
