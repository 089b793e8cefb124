#!/bin/sh
set -eu
docker run -d --name victime -m 128m --memory-swap 128m labo/base:1 sonde mem 512
echo "Réponse code-de-sortie : $(docker wait victime)"
echo 'Réponse cause : tué par manque de mémoire'
