#!/bin/sh
# refusé par : livraison-au-travail
# dit : « boutique »
set -eu
gpasswd -d stagiaire docker
usermod -g users inventaire
pkill -u stagiaire
relancer-docker
