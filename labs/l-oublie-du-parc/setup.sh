#!/bin/sh
# Quatre services ; un seul n’a aucune limite.
set -eu
service='while :; do sleep 1; done'
docker run -d --name boutique --memory 96m --memory-swap 96m --cpus 0.3 --pids-limit 80 labo/base:1 sh -c "$service" >/dev/null
docker run -d --name paiement --memory 128m --memory-swap 128m --cpus 0.2 --pids-limit 50 labo/base:1 sh -c "$service" >/dev/null
docker run -d --name courriel labo/base:1 sh -c "$service" >/dev/null
docker run -d --name rapports --pids-limit 100 --cpus 0.4 labo/base:1 sh -c "$service" >/dev/null
