#!/bin/sh
# refusé par : noyau-journalise
# dit : est vide
set -eu
docker run -d --name preuve-noyau labo/base:1 sleep 600
docker exec preuve-noyau uname -r
sleep 1
