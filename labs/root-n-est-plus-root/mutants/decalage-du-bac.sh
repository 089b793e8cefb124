#!/bin/sh
# refusé par : uid-vu-de-l-hote
# dit : est le décalage du bac
solution | sh
echo "Réponse uid-hote : $(awk '{ print $2 }' /proc/1/uid_map)"
