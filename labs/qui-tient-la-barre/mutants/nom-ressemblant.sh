#!/bin/sh
# refusé par : comptes-nommes
# dit : « docker-lecture »
set -eu
echo "Réponse comptes : livraison, stagiaire, inventaire, atelier"
