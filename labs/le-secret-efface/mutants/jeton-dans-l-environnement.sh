#!/bin/sh
# refusé par : jeton-retrouve
# dit : n’est pas ce jeton
set -eu
echo "Réponse jeton : $(docker exec catalogue env | sed -n 's/^HOSTNAME=//p')"
