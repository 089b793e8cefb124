#!/bin/sh
# refusé par : cle-volee
# dit : n’est pas cette clé
set -eu
echo "Réponse cle : $(docker exec espion ps | sed -n 's/.*--depot=\([^ ]*\).*/\1/p' | head -n 1)"
