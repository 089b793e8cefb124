#!/bin/sh
# refusé par : livraison-au-travail
# dit : n’est plus du groupe
set -eu
gpasswd -d stagiaire docker
gpasswd -d livraison docker
usermod -g users inventaire
pkill -u stagiaire
