#!/bin/sh
# refusé par : version-du-noyau-de-l-hote
# dit : n’est pas la version du noyau en marche
set -eu
echo "Réponse noyau-de-l-hote : $(. /etc/os-release; echo "$PRETTY_NAME")"
docker run --name preuve-noyau labo/base:1 uname -r
docker run --name preuve-distrib labo/base:1 cat /etc/os-release
