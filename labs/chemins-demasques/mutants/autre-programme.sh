#!/bin/sh
# refusé par : releve-continue
# dit : rien n’oblige à choisir
set -eu
docker rm -f releve-memoire
docker run -d --name releve-memoire labo/base:1 sleep 3600
