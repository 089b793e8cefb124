#!/bin/sh
# refusé par : faux-positif
# dit : le noyau le voit bien
set -eu
echo "Réponse faux-positif : veilleur"
