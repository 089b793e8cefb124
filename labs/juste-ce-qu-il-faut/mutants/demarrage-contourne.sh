#!/bin/sh
# refusé par : meme-programme
# dit : La commande est devenue
set -eu
docker rm -f entrepot
docker run -d --name entrepot --user 10001:10001 --cap-drop ALL -v stock:/donnees entrepot:1 httpd -f -p 80 -h /donnees
