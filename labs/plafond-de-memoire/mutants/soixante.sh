#!/bin/sh
# refusé par : memoire-plafonnee
# dit : 60 Mio (62 914 560 octets)
set -eu
docker run -d --name cache -m 60m --memory-swap 60m labo/base:1 sleep 3600
