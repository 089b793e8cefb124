#!/bin/sh
# Deux comptes dont plus personne n’a l’usage : on met fin à leurs processus, puis on les supprime.
set -eu
echo "Réponse comptes : inventaire stagiaire livraison"
pkill -u stagiaire
while pgrep -u stagiaire >/dev/null; do sleep 0.1; done
userdel stagiaire
userdel inventaire
