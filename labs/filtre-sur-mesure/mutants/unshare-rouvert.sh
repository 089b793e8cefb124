#!/bin/sh
# refusé par : rien-rouvert
# dit : un espace utilisateur neuf
set -eu
jq '(.syscalls[].names) -= ["chmod", "fchmod", "fchmodat", "fchmodat2"] | .syscalls[0].names += ["unshare", "mount"]' /root/defaut.json >/root/p.json
docker run -d --name lecteur --security-opt seccomp=/root/p.json labo/web:1
