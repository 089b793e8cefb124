#!/bin/sh
# refusé par : rien-rouvert
# dit : C’est une liste d’interdiction
set -eu
echo '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["chmod","fchmod","fchmodat","fchmodat2"],"action":"SCMP_ACT_ERRNO"}]}' >/root/p.json
docker run -d --name lecteur --security-opt seccomp=/root/p.json labo/web:1
