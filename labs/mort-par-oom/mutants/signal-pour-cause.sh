#!/bin/sh
# refusé par : cause
# dit : désigne l’arme
set -eu
docker run --name victime -m 32m --memory-swap 32m labo/base:1 sonde mem 200 || :
echo 'Réponse code-de-sortie : 137'
echo 'Réponse cause : SIGKILL'
