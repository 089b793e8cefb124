#!/bin/sh
# refusé par : permissions-figees
# dit : une porte sur quatre
set -eu
jq '(.syscalls[].names) -= ["chmod"]' /root/defaut.json >/root/p.json
docker run -d --name lecteur --security-opt seccomp=/root/p.json labo/web:1
