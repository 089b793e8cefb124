#!/bin/sh
# refusé par : tuee-par-le-noyau
# dit : avec le code 0
set -eu
docker run --name victime -m 16m --memory-swap 16m labo/base:1 sh -c 'sonde mem 200; exit 0'
