#!/bin/sh
set -eu
echo "Réponse comptes : livraison, stagiaire, inventaire"
gpasswd -d stagiaire docker
usermod -g users inventaire
pkill -u stagiaire
