#!/bin/sh
# refusé par : tuee-par-le-noyau
# dit : toujours en marche
set -eu
docker run -d --name victime -m 16m --memory-swap 16m labo/base:1 sh -c 'sonde mem 200; sleep 3600'
