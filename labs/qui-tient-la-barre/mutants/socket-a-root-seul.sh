#!/bin/sh
# refusé par : livraison-au-travail
# dit : ne montre plus
set -eu
gpasswd -d stagiaire docker
usermod -g users inventaire
pkill -u stagiaire
chmod 600 /var/run/docker.sock
