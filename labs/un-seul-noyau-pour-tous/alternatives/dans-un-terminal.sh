#!/bin/sh
set -eu
echo "Réponse noyau-de-l-hote : $(uname -r)"
docker run -t --name preuve-noyau labo/base:1 uname -a
docker run -t --name preuve-distrib labo/base:1 cat /etc/os-release
