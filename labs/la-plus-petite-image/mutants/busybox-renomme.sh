#!/bin/sh
# refusé par : rien-d-autre
# dit : un shell ou un interpréteur : « /usr/bin/tail »
set -eu
cd /root/suivi
cat >Dockerfile <<'DOCKERFILE'
FROM scratch
COPY --from=labo/base:1 /bin/busybox /usr/bin/tail
USER 10001
CMD ["/usr/bin/tail", "-n", "+1", "-F", "/journal/commandes.log"]
DOCKERFILE
docker build -t suivi:2 .
docker rm -f suivi
docker run -d --name suivi -v journal:/journal:ro suivi:2
