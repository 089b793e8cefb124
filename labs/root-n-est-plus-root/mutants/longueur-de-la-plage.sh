#!/bin/sh
# refusé par : uid-vu-de-l-hote
# dit : est la longueur de la plage
solution | sh
echo "Réponse uid-hote : $(cut -d: -f3 /etc/subuid)"
