#!/bin/sh
# refusé par : atteints-trouves
# dit : couvert par une attestation
set -eu
echo 'Réponse atteints : courriel panier recherche'
