#!/bin/sh
# refusé par : tuee-par-le-noyau
# dit : le programme s’est terminé de lui-même
set -eu
docker run --name victime -m 64m --memory-swap 64m labo/base:1 sh -c 'exit 1' || :
