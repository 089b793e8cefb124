#!/bin/sh
# refusé par : aucune-passoire
# dit : Un filtre présent n’est pas un filtre utile
set -eu
docker rm -f vitrine comptoir
for name in vitrine comptoir; do
  docker run -d --name "$name" --security-opt seccomp=/etc/docker/seccomp/compatibilite.json labo/web:1
done
