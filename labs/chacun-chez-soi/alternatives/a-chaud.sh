#!/bin/sh
set -eu
docker network create -o com.docker.network.bridge.enable_icc=0 \
  -o com.docker.network.bridge.host_binding_ipv4=127.0.0.1 mutualise
for tenant in locataire-a locataire-b; do
  docker network connect mutualise "$tenant"
  docker network disconnect hebergement "$tenant"
done
