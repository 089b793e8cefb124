#!/bin/sh
# refusé par : noyau-journalise
# dit : dans l’état
set -eu
docker create --name preuve-noyau labo/base:1 uname -r
docker run --name preuve-distrib labo/base:1 cat /etc/os-release
