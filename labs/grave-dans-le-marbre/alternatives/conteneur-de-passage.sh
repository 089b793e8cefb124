#!/bin/sh
# Le volume préparé par un conteneur de passage, avant de remplacer le service.
set -eu
docker cp livre-d-or:/livre/messages /root/messages
docker volume create messages
docker run --rm -i -v messages:/livre livre-d-or:1 sh -c 'cat >/livre/messages' </root/messages
docker rm -f livre-d-or
docker run -d --name livre-d-or -p 80:8080 --read-only --cap-drop ALL --security-opt no-new-privileges \
  --mount type=tmpfs,target=/tmp,tmpfs-size=8388608,tmpfs-mode=1777 \
  --mount type=volume,source=messages,target=/livre livre-d-or:1
