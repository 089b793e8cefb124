#!/bin/sh
# refusé par : service-rendu
# dit : le livre ne peut pas être écrit
set -eu
docker cp livre-d-or:/livre/messages /root/messages
docker rm -f livre-d-or
docker run -d --name livre-d-or -p 80:8080 --read-only --tmpfs /tmp:size=16m -v livre:/livre livre-d-or:1
docker cp /root/messages livre-d-or:/livre/messages
