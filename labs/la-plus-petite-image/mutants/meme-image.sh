#!/bin/sh
# refusé par : image-legere
# dit : à partir de l’image du départ
set -eu
cd /root/suivi
docker rm -f suivi
docker run -d --name suivi --user 10001 --read-only -v journal:/journal:ro suivi:1
