#!/bin/sh
# refusé par : sans-coupure
# dit : est suspendu
set -eu
docker pause courriel
