#!/bin/sh
# refusé par : sessions-closes
# dit : reçu ses groupes à l’ouverture
set -eu
gpasswd -d stagiaire docker
usermod -g users inventaire
