#!/bin/sh
# refusé par : service-rendu
# dit : rien ne répond sur le port 8080
set -eu
jq '(.syscalls[].names) -= ["chmod", "fchmod", "fchmodat", "fchmodat2"]' /root/defaut.json >/root/p.json
docker run -d --name lecteur --security-opt seccomp=/root/p.json labo/base:1 sleep 3600
