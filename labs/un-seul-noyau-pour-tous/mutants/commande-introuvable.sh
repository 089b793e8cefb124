#!/bin/sh
# refusé par : distribution-journalisee
# dit : avec le code de sortie
set -eu
docker run --name preuve-noyau labo/base:1 uname -r
docker run --name preuve-distrib labo/base:1 lsb_release -i || :
