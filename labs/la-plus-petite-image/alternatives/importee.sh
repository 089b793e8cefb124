#!/bin/sh
# Sans Dockerfile : l’archive des seuls fichiers utiles, importée.
set -eu
tar c --dereference --absolute-names --transform 's|^/||' /usr/bin/tail $(ldd /usr/bin/tail | grep -o '/[^ ]*') |
  docker import --change 'USER 65534:65534' --change 'CMD ["/usr/bin/tail","-n","+1","-F","/journal/commandes.log"]' - suivi:1
docker rm -f suivi
docker run -d --name suivi -v journal:/journal:ro suivi:1
