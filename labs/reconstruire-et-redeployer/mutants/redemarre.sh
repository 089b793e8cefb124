#!/bin/sh
# refusé par : socle-corrige
# dit : le même conteneur
set -eu
docker restart -t 0 boutique
