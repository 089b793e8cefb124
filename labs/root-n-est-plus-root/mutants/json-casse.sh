#!/bin/sh
# refusé par : moteur-remappe
# dit : n’est pas du JSON valide
set -eu
echo "{'userns-remap': 'default',}" >/etc/docker/daemon.json
relancer-docker
