#!/bin/sh
# refusé par : memoire-plafonnee
# dit : une limite souple
set -eu
docker run -d --name cache --memory-reservation 64m labo/base:1 sleep 3600
