#!/bin/sh
# refusé par : sans-echange
# dit : la somme de la mémoire et de l’échange
set -eu
docker run -d --name cache -m 64m --memory-swap 80m labo/base:1 sleep 3600
