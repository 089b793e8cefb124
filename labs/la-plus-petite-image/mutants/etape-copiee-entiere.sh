#!/bin/sh
# refusé par : image-legere
# dit : L’image de « suivi » pèse
set -eu
cd /root/suivi
cat >Dockerfile <<'DOCKERFILE'
FROM labo/chantier:1 AS chantier
RUN rm -rf /usr/bin/perl /usr/bin/openssl
FROM scratch
COPY --from=chantier / /
USER 10001
CMD ["/usr/bin/tail", "-n", "+1", "-F", "/journal/commandes.log"]
DOCKERFILE
docker build -t suivi:2 .
docker rm -f suivi
docker run -d --name suivi -v journal:/journal:ro suivi:2
