#!/bin/sh
# refusé par : aucun-sans-filtre
# dit : Une autre option de sécurité n’en tient pas lieu
set -eu
docker rm -f vitrine comptoir
docker run -d --name vitrine --cap-drop ALL --security-opt seccomp=unconfined --security-opt no-new-privileges labo/web:1
docker run -d --name comptoir labo/web:1
