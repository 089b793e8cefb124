#!/bin/sh
# refusé par : drapeau-lu
# dit : n’est pas ce contenu
set -eu
echo "Réponse drapeau : $(docker exec releve sed -n s/^seuil=//p /hote/etc/boutique/boutique.conf)"
