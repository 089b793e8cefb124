#!/bin/sh
# tail garde sa dernière ligne en mémoire : /dev/zero n’en finit aucune.
docker run --name victime -m 32m --memory-swap 32m labo/base:1 tail /dev/zero
echo "Réponse code-de-sortie : $?"
echo 'Réponse cause : oom-killer'
