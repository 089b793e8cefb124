#!/bin/sh
# refusé par : permissions-figees
# dit : Une règle refuse, une autre autorise le même appel
set -eu
jq '.syscalls += [{names: ["chmod", "fchmod", "fchmodat", "fchmodat2"], action: "SCMP_ACT_ERRNO"}]' /root/defaut.json >/root/p.json
docker run -d --name lecteur --security-opt seccomp=/root/p.json labo/web:1
