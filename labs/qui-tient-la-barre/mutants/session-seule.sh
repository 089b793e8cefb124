#!/bin/sh
# refusé par : acces-retires
# dit : « stagiaire » est encore
set -eu
usermod -g users inventaire
pkill -u stagiaire
