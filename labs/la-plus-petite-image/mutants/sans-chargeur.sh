#!/bin/sh
# refusé par : suivi-au-travail
# dit : n’a pas démarré
set -eu
cd /root/suivi
cat >Dockerfile <<'DOCKERFILE'
FROM scratch
COPY --from=labo/chantier:1 /usr/bin/tail /usr/bin/tail
USER 10001
CMD ["/usr/bin/tail", "-n", "+1", "-F", "/journal/commandes.log"]
DOCKERFILE
docker build -t suivi:2 .
docker rm -f suivi
docker run -d --name suivi -v journal:/journal:ro suivi:2 || :
