#!/bin/sh
# refusé par : comptes-nommes
# dit : n’est pas toute la liste
set -eu
echo "Réponse comptes : $(getent group docker | cut -d : -f 4)"
