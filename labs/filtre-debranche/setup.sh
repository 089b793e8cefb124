#!/bin/sh
# Trois services web : l’un sans filtre et avec une capacité de trop, l’un sous un filtre qui laisse tout passer, un sain.
set -eu
mkdir -p /etc/docker/seccomp
cat >/etc/docker/seccomp/compatibilite.json <<'PROFILE'
{
  "defaultAction": "SCMP_ACT_ALLOW",
  "syscalls": [{ "names": ["reboot", "swapon", "swapoff"], "action": "SCMP_ACT_ERRNO" }]
}
PROFILE
docker run -d --name vitrine --cap-add SYS_ADMIN --security-opt seccomp=unconfined labo/web:1 >/dev/null &
docker run -d --name comptoir --security-opt seccomp=/etc/docker/seccomp/compatibilite.json labo/web:1 >/dev/null &
docker run -d --name reserve --security-opt seccomp=builtin labo/web:1 >/dev/null &
wait
