#!/bin/sh
# Un drapeau que seul le root de l’hôte peut lire, une boutique, une supervision à qui l’on a prêté le socket de Docker,
# et l’image d’un filtre qui attend qu’on s’en serve.
set -eu
umask 077
od -An -N8 -tx8 /dev/urandom | tr -d ' ' >/root/drapeau
umask 022

dir=$(mktemp -d)
mkdir -p "$dir/racine/bin"
for library in $(ldd /usr/bin/curl | grep -o '/[^ ]*'); do cp -L --parents "$library" "$dir/racine"; done
cp /usr/bin/curl "$dir/racine/bin/curl"

cat >"$dir/racine/bin/superviser" <<'SCRIPT'
#!/bin/sh
# Compte les conteneurs en marche, toutes les deux secondes. SOURCE dit à qui le demander.
lire() {
  case $SOURCE in
    unix://*) curl -sf --max-time 2 --unix-socket "${SOURCE#unix://}" http://docker/containers/json ;;
    *) curl -sf --max-time 2 "$SOURCE/containers/json" ;;
  esac
}
une_fois() {
  liste=$(lire) || { echo "source muette : $SOURCE"; return 1; }
  echo "$(echo "$liste" | grep -o '"Id":' | wc -l) conteneurs en marche"
}
if [ "${1:-}" = une-fois ]; then une_fois; exit; fi
while :; do une_fois; sleep 2; done
SCRIPT

cat >"$dir/racine/bin/filtrer" <<'SCRIPT'
#!/bin/sh
# Une requête HTTP sur l’entrée standard. Ne laisse passer vers le socket de Docker que trois lectures,
# sauf si ECRITURE=oui.
read -r methode chemin _
longueur=0
while read -r ligne; do
  ligne=${ligne%?}
  [ "$ligne" ] || break
  case $ligne in [Cc]ontent-[Ll]ength:*) longueur=${ligne#*: } ;; esac
done
case "$methode $chemin" in
  'GET /containers/json' | 'GET /version' | 'GET /_ping') ;;
  *)
    if [ "${ECRITURE:-non}" != oui ]; then
      head -c "$longueur" >/dev/null
      printf 'HTTP/1.0 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nRefusé par le filtre.\n'
      exit
    fi
    ;;
esac
head -c "$longueur" | curl -0gsi -X "$methode" -H 'Content-Type: application/json' --data-binary @- \
  --unix-socket /var/run/docker.sock "http://docker$chemin"
SCRIPT
chmod 755 "$dir"/racine/bin/*

cat >"$dir/Dockerfile" <<'BUILD'
FROM labo/base:1 AS supervision
COPY racine/ /
ENV SOURCE=unix:///var/run/docker.sock
CMD ["superviser"]
FROM supervision AS filtre
CMD ["nc", "-ll", "-p", "2375", "-e", "filtrer"]
BUILD
docker build -q --target supervision -t labo/supervision:1 "$dir" >/dev/null
docker build -q --target filtre -t labo/filtre:1 "$dir" >/dev/null
rm -r "$dir"

docker run -d --name boutique labo/web:1 >/dev/null
docker run -d --name supervision -v /var/run/docker.sock:/var/run/docker.sock:ro labo/supervision:1 >/dev/null
