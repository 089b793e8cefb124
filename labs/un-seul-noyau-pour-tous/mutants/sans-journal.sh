#!/bin/sh
# refusé par : noyau-journalise
# dit : Le pilote de journal
set -eu
docker run --name preuve-noyau --log-driver none labo/base:1 uname -r
docker run --name preuve-distrib labo/base:1 cat /etc/os-release
