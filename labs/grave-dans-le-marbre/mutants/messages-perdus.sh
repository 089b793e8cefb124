#!/bin/sh
# refusé par : messages-gardes
# dit : n’y est plus
set -eu
docker rm -f livre-d-or
docker run -d --name livre-d-or -p 80:8080 --read-only --tmpfs /tmp:size=16m -v livre:/livre livre-d-or:1
