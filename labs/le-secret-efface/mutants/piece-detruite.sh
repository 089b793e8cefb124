#!/bin/sh
# refusé par : pieces-intactes
# dit : n’est plus là
set -eu
docker rmi --force catalogue:1
