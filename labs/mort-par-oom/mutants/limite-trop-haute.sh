#!/bin/sh
# refusé par : limite-posee
# dit : 512 Mio
set -eu
docker run -d --name victime -m 512m --memory-swap 512m labo/base:1 sonde mem 200
