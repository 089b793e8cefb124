#!/bin/sh
# Cinq services en marche. L’un d’eux, tiré au sort, n’a que des réglages souples : une réservation et un poids.
set -eu
forgotten=$(($(od -An -N1 -tu1 /dev/urandom) % 5 + 1))
number=0
service() {
  name=$1
  shift
  number=$((number + 1))
  if [ "$number" -eq "$forgotten" ]; then set -- --memory-reservation 32m --cpu-shares 512; fi
  docker run -d --name "$name" "$@" labo/base:1 sleep 86400 >/dev/null &
}
docker rm -f accueil panier paiement recherche courriel >/dev/null 2>&1 || :
service accueil --memory 96m --memory-swap 96m --cpus 0.5 --pids-limit 100
service panier --memory 128m --memory-swap 128m --cpu-period 50000 --cpu-quota 15000 --pids-limit 50
service paiement --memory 80m --memory-swap 160m --cpus 0.3 --pids-limit 80
service recherche --memory 256m --memory-swap 256m --cpu-quota 40000 --pids-limit 200
service courriel --memory 48m --memory-swap 48m --cpus 0.2 --cpu-shares 256 --pids-limit 40
wait
