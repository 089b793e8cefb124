#!/bin/sh
# refusé par : mineur-trouve
# dit : Consommer n’est pas miner
set -eu
echo "Réponse nom : indexation"
