#!/bin/sh
# refusé par : journaux-bornes
# dit : ne borne pas le disque
set -eu
docker rm -f passerelle
docker run -d --name passerelle --memory 64m --memory-swap 64m labo/passerelle:1
