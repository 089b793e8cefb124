#!/bin/sh
# refusé par : suivi-au-travail
# dit : Rien n’est monté
set -eu
cd /root/suivi
cat >Dockerfile <<'DOCKERFILE'
FROM labo/chantier:1 AS chantier
RUN mkdir /racine && cp --parents /usr/bin/tail $(ldd /usr/bin/tail | grep -o '/[^ ]*') /racine
FROM scratch
COPY --from=chantier /racine /
USER 10001
CMD ["/usr/bin/tail", "-n", "+1", "-F", "/journal/commandes.log"]
DOCKERFILE
docker build -t suivi:2 .
docker rm -f suivi
docker run -d --name suivi suivi:2
