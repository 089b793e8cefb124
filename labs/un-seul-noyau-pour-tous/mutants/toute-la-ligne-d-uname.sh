#!/bin/sh
# refusé par : version-du-noyau-de-l-hote
# dit : contient la version, parmi d’autres mots
set -eu
echo "Réponse noyau-de-l-hote : $(uname -a)"
docker run --name preuve-noyau labo/base:1 uname -r
docker run --name preuve-distrib labo/base:1 cat /etc/os-release
