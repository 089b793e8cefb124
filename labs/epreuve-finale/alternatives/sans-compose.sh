#!/bin/sh
# La même application, par docker run : un jeton renouvelé, et un compte par service.
set -eu
cd /root/billetterie
od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >jeton
chown 20001:20002 jeton
chmod 440 jeton
docker run --rm -v places:/donnees billetterie:1 chown -R 20002:20002 /donnees
docker network create parvis
docker network create --internal comptoir
docker network create --internal reserve
docker rm -f guichet api stock

# Un service durci : son nom, son compte, puis ses options.
service() {
  nom=$1 compte=$2
  shift 2
  docker create --name "$nom" --user "$compte" --cap-drop ALL --security-opt no-new-privileges --read-only \
    -m 64m --memory-swap 64m --cpus 0.5 --pids-limit 64 -e SERVICE="$nom" "$@" billetterie:1
}
service stock 20002:20002 --network reserve -v places:/donnees -v "$PWD/jeton:/jeton:ro" -e JETON_FICHIER=/jeton
service api 20001:20001 --network reserve -v "$PWD/jeton:/jeton:ro" -e JETON_FICHIER=/jeton -e SUIVANT=stock:8080 -e PATIENCE=1
service guichet 20000:20000 --network parvis -p 80:8080 -e SUIVANT=api:8080 -e PATIENCE=2
docker network connect comptoir api
docker network connect comptoir guichet
docker start stock api guichet
