#!/bin/sh
# refusé par : memoire-plafonnee
# dit : à 64 Gio
set -eu
docker run -d --name cache -m 64g --memory-swap 64g labo/base:1 sleep 3600
