#!/bin/sh
# refusé par : processeur-borne
# dit : a un poids de 512 et aucun quota
set -eu
name=$(docker inspect -f '{{.Name}} {{.HostConfig.Memory}}' $(docker ps -q) | sed -n 's|^/\(.*\) 0$|\1|p')
docker update --memory 64m --memory-swap 64m "$name"
echo "Réponse service-oublie : $name"
