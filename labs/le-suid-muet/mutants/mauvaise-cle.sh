#!/bin/sh
# refusé par : cle-volee
# dit : n’est pas cette clé
set -eu
echo 'Réponse cle : 0123456789abcdef'
