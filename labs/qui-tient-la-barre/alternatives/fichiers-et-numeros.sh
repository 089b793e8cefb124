#!/bin/sh
# Sans outil de gestion des comptes : les deux fichiers, et un signal au groupe de processus qui reste.
set -eu
echo "Réponse comptes : root livraison inventaire stagiaire"
sed -i 's/^\(docker:x:[0-9]*:\).*/\1livraison/' /etc/group
sed -i 's/^\(inventaire:x:[0-9]*\):[0-9]*:/\1:100:/' /etc/passwd
kill -TERM "-$(pgrep -o -u stagiaire)"
