#!/bin/sh
# refusé par : oublie-designe
# dit : au moins une limite
set -eu
echo "Réponse conteneur-oublie : rapports"
