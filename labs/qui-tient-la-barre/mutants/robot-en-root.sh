#!/bin/sh
# refusé par : livraison-au-travail
# dit : sous l’UID 0
solution | sh
gpasswd -d livraison docker
pkill -u livraison
setsid /usr/local/bin/livrer </dev/null >/dev/null 2>&1 &
