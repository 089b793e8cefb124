#!/bin/sh
# refusé par : permissions-figees
# dit : runc saute un refus qui ne fait que répéter
set -eu
jq '.syscalls = [{names: ["chmod", "fchmod", "fchmodat", "fchmodat2"], action: "SCMP_ACT_ERRNO"}] + .syscalls' /root/defaut.json >/root/p.json
docker run -d --name lecteur --security-opt seccomp=/root/p.json labo/web:1
