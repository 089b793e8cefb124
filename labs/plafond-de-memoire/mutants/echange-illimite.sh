#!/bin/sh
# refusé par : sans-echange
# dit : un échange illimité
set -eu
docker run -d --name cache -m 64m --memory-swap -1 labo/base:1 sleep 3600
