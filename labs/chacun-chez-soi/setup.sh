#!/bin/sh
# Deux locataires sur un même réseau, chacun publié sur toutes les adresses.
set -eu
docker network create hebergement >/dev/null
docker run -d --name locataire-a --network hebergement -p 8101:8080 labo/web:1 >/dev/null
docker run -d --name locataire-b --network hebergement -p 8102:8080 labo/web:1 >/dev/null
