#!/bin/sh
# refusé par : cle-retrouvee
# dit : est l’empreinte du fichier
set -eu
echo "Réponse cle : $(docker exec catalogue cat /srv/empreinte)"
