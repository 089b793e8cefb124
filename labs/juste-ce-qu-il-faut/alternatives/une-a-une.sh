#!/bin/sh
# Les onze capacités d’origine qui ne servent pas, retirées une à une.
set -eu
docker rm -f entrepot
set --
for name in DAC_OVERRIDE FOWNER FSETID KILL SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP; do
  set -- "$@" --cap-drop "$name"
done
docker run -d --name entrepot "$@" --security-opt no-new-privileges -v stock:/donnees entrepot:1
