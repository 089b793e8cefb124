#!/bin/sh
set -eu
echo "Réponse noyau-de-l-hote : $(uname -r)"
docker run --name preuve-noyau labo/base:1 uname -r
docker run --name preuve-distrib labo/base:1 cat /etc/os-release
