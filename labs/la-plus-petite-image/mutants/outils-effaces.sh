#!/bin/sh
# refusé par : rien-d-autre
# dit : dont un shell ou un interpréteur
set -eu
cd /root/suivi
cat >Dockerfile <<'DOCKERFILE'
FROM labo/chantier:1
RUN rm /usr/bin/perl /usr/bin/openssl /usr/bin/curl /bin/bash
USER 10001
CMD ["/usr/bin/tail", "-n", "+1", "-F", "/journal/commandes.log"]
DOCKERFILE
docker build -t suivi:2 .
docker rm -f suivi
docker run -d --name suivi -v journal:/journal:ro suivi:2
