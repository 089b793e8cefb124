#!/bin/sh
# refusé par : cle-volee
# dit : vient de l’environnement de l’agent
set -eu
echo "Réponse cle : $(docker exec espion env | sed -n 's/^JETON_AGENT=//p')"
