#!/bin/sh
# refusé par : sans-echange
# dit : autant d’échange
set -eu
docker run -d --name cache -m 64m labo/base:1 sleep 3600
