#!/bin/sh
# refusé par : noyau-journalise
# dit : la version du noyau n’y est pas
set -eu
docker run --name preuve-noyau labo/base:1 cat /etc/os-release
docker run --name preuve-distrib labo/base:1 cat /etc/os-release
