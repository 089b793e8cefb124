#!/bin/sh
# Le profil par défaut du moteur, relevé sur un conteneur témoin qui ne reste pas.
set -eu
id=$(docker run -d labo/base:1 sleep 60)
jq .linux.seccomp "/run/docker/containerd/io.containerd.runtime.v2.task/moby/$id/config.json" >/root/defaut.json
docker rm -f "$id" >/dev/null
