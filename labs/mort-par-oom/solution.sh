#!/bin/sh
set -eu
docker run --name victime --memory 64m --memory-swap 64m labo/base:1 sonde mem 200 || :
docker inspect -f '{{json .State}}' victime
echo "Réponse code-de-sortie : $(docker inspect -f '{{.State.ExitCode}}' victime)"
if [ "$(docker inspect -f '{{.State.OOMKilled}}' victime)" = true ]; then echo 'Réponse cause : OOM'; fi
