#!/bin/sh
# Le fichier du volume récrit depuis l’hôte : il garde le propriétaire qu’il tient de l’image.
set -eu
docker cp livre-d-or:/livre/messages /root/messages
docker rm -f livre-d-or
docker run -d --name livre-d-or -p 80:8080 --read-only --tmpfs /tmp:size=4m,mode=0700,uid=10001,gid=10001 \
  -v livre:/livre livre-d-or:1
cat /root/messages >/var/lib/docker/volumes/livre/_data/messages
