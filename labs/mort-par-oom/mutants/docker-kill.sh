#!/bin/sh
# refusé par : tuee-par-le-noyau
# dit : docker kill, ou docker stop après son délai
set -eu
docker run -d --name victime -m 64m --memory-swap 64m labo/base:1 sleep 3600
docker kill victime
echo 'Réponse code-de-sortie : 137'
echo 'Réponse cause : OOM'
