#!/bin/sh
set -eu
docker network create -o com.docker.network.bridge.host_binding_ipv4=127.0.0.1 administration
docker rm -f admin
docker run -d --name admin --network administration -p 8080:8080 labo/web:1
