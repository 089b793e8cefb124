#!/bin/sh
# refusé par : acces-retires
# dit : groupe principal
set -eu
gpasswd -d stagiaire docker
pkill -u stagiaire
