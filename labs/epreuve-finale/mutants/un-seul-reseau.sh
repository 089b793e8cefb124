#!/bin/sh
# refusé par : services-cloisonnes
# dit : sont tous deux sur « comptoir »
set -eu
cd /root/billetterie
sed -n 's/.*JETON: \(j[0-9a-f]*\).*/\1/p' compose.yaml | head -n 1 >jeton
chown 10001:10001 jeton
chmod 400 jeton
docker run --rm -v places:/donnees billetterie:1 chown -R 10001:10001 /donnees
docker network create parvis
docker network create --internal comptoir
docker network create --internal reserve
docker rm -f guichet api stock

# Un service durci : son nom, puis ses options.
service() {
  nom=$1
  shift
  docker create --name "$nom" --user 10001:10001 --cap-drop ALL --security-opt no-new-privileges --read-only \
    -m 64m --memory-swap 64m --cpus 0.5 --pids-limit 64 -e SERVICE="$nom" "$@" billetterie:1
}
service stock --network reserve -v places:/donnees -v "$PWD/jeton:/jeton:ro" -e JETON_FICHIER=/jeton
service api --network reserve -v "$PWD/jeton:/jeton:ro" -e JETON_FICHIER=/jeton -e SUIVANT=stock:8080 -e PATIENCE=1
service guichet --network parvis -p 80:8080 -e SUIVANT=api:8080 -e PATIENCE=2
docker network connect comptoir api
docker network connect comptoir guichet
docker network connect comptoir stock
docker start stock api guichet
