#!/bin/sh
# refusé par : uid-vu-de-l-hote
# dit : est l’UID vu de l’intérieur
solution | sh
echo "Réponse uid-hote : $(docker exec remappe id -u)"
