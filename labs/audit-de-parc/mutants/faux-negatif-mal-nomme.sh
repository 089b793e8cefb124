#!/bin/sh
# refusé par : faux-negatif
# dit : Le rapport et le noyau
set -eu
echo "Réponse faux-negatif : accueil"
