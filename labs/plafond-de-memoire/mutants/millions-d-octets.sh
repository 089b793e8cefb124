#!/bin/sh
# refusé par : memoire-plafonnee
# dit : 61,04 Mio (64 000 000 octets)
set -eu
docker run -d --name cache -m 64000000 --memory-swap 64000000 labo/base:1 sleep 3600
