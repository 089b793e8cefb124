#!/bin/sh
# refusé par : cle-retrouvee
# dit : est le jeton d’API, non la clé
set -eu
echo "Réponse cle : $(docker history --no-trunc catalogue:1 | grep -o 'jeton-[0-9a-f]*' | head -n 1)"
