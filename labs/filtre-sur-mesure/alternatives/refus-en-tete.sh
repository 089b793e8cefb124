#!/bin/sh
set -eu
cd /root
jq '.syscalls = [{names: ["chmod", "fchmod", "fchmodat", "fchmodat2"], action: "SCMP_ACT_ERRNO", errnoRet: 13}] + .syscalls' defaut.json >refus.json
docker run -d --name lecteur --security-opt seccomp=refus.json labo/web:1
