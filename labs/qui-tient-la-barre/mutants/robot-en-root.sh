#!/bin/sh
# refusé par : livraison-au-travail
# dit : sous l’UID 0
set -eu
gpasswd -d stagiaire docker
gpasswd -d livraison docker
usermod -g users inventaire
pkill -u stagiaire
pkill -u livraison
setsid /usr/local/bin/livrer </dev/null >/dev/null 2>&1 &
