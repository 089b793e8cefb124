#!/bin/sh
# refusé par : memoire-plafonnee
# dit : n’impose aucun plafond de mémoire
set -eu
docker run -d --name cache labo/base:1 sleep 3600
