#!/bin/sh
# refusé par : messages-gardes
# dit : n’est pas dans un volume
set -eu
docker exec livre-d-or cat /livre/messages >/root/messages
docker rm -f livre-d-or
docker run -d --name livre-d-or -p 80:8080 --read-only --tmpfs /tmp:size=16m --tmpfs /livre:uid=10001,size=1m livre-d-or:1
docker exec -i livre-d-or sh -c 'cat >/livre/messages' </root/messages
