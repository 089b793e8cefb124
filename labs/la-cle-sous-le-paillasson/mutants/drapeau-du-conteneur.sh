#!/bin/sh
# refusé par : drapeau-lu
# dit : est celui de son image
set -eu
docker exec supervision sh -c 'echo bravo >/root/drapeau'
echo "Réponse drapeau : $(docker exec supervision cat /root/drapeau)"
