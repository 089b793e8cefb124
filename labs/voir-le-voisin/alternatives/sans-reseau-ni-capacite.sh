#!/bin/sh
set -eu
docker run -d --name diagnostic --pid="container:$(docker inspect -f '{{.Id}}' appli)" --network none --cap-drop ALL --read-only labo/base:1 sleep 3600
echo "Réponse lot : $(docker exec diagnostic sh -c 'cat /proc/[0-9]*/cmdline | tr "\0" "\n"' | grep -m 1 -e --lot=)"
