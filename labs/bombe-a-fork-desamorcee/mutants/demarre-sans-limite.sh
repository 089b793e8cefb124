#!/bin/sh
# refusé par : bombe-contenue
# dit : une table que toute la machine se partage
set -eu
docker start compilateur
