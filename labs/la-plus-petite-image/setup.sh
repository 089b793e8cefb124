#!/bin/sh
# L’image de chantier, un service né d’elle qui suit le journal de la boutique, et la douane.
set -eu
docker run -d --name douane \
  --mount type=bind,src=/var/lib/docker/overlay2,dst=/couches,readonly,bind-recursive=disabled labo/base:1 sleep 86400 >/dev/null &
docker run -d --name boutique -v journal:/journal labo/base:1 \
  sh -c 'n=0; while n=$((n + 1)); do echo "commande $n" >>/journal/commandes.log; sleep 1; done' >/dev/null &

mkdir -p /root/suivi
cat >/root/suivi/Dockerfile <<'DOCKERFILE'
FROM labo/chantier:1
CMD ["tail", "-n", "+1", "-F", "/journal/commandes.log"]
DOCKERFILE
tools="/bin/bash /bin/sh /usr/bin/tail /usr/bin/ldd /usr/bin/perl /usr/bin/openssl /usr/bin/curl /bin/ls /bin/cat /bin/cp /bin/mkdir
/bin/rm /bin/mv /bin/ln /bin/chmod /bin/chown /bin/grep /bin/sed /usr/bin/sort /usr/bin/env /usr/bin/id /usr/bin/find"
libraries=$(ldd $tools 2>/dev/null | grep -o '/[^ :]*lib[^ :]*' | sort -u)
tar c --dereference --absolute-names --transform 's|^/||' $tools $libraries |
  docker import --change 'ENV PATH=/usr/bin:/bin' --change 'CMD ["bash"]' - labo/chantier:1 >/dev/null
docker build --quiet -t suivi:1 /root/suivi >/dev/null
wait
docker run -d --name suivi -v journal:/journal:ro suivi:1 >/dev/null
