#!/bin/sh
# Les mêmes limites, une à une, le quota écrit en microsecondes.
set -eu
docker update --pids-limit 64 courriel
docker update --cpu-period 100000 --cpu-quota 25000 courriel
docker update --memory-swap 67108864 --memory 67108864 courriel
echo 'Réponse conteneur-oublie : courriel'
