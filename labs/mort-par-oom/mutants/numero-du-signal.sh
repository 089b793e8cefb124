#!/bin/sh
# refusé par : code-de-sortie
# dit : 9 est le numéro du signal
set -eu
docker run --name victime -m 32m --memory-swap 32m labo/base:1 sonde mem 200 || :
echo 'Réponse code-de-sortie : 9'
echo 'Réponse cause : OOM'
