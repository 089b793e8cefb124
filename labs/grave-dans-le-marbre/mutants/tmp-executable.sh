#!/bin/sh
# refusé par : tmp-en-memoire
# dit : sans noexec
set -eu
docker exec livre-d-or cat /livre/messages >/root/messages
docker rm -f livre-d-or
docker run -d --name livre-d-or -p 80:8080 --read-only --tmpfs /tmp:size=16m,exec -v livre:/livre livre-d-or:1
docker exec -i livre-d-or sh -c 'cat >/livre/messages' </root/messages
