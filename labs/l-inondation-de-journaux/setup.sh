#!/bin/sh
# Une passerelle restée en mode bavard, et une caisse qui écrit peu.
set -eu
dir=$(mktemp -d)
cat >"$dir/passerelle" <<'SCRIPT'
#!/bin/sh
# Une ligne par requête, et beaucoup de requêtes.
requetes() { seq "$1" "$2" | sed 's/.*/requete & etat=200/'; }
requetes 1 40000
fin=40000
while sleep 1; do
  requetes $((fin + 1)) $((fin += 200))
done
SCRIPT
chmod 755 "$dir/passerelle"
printf 'FROM labo/base:1\nCOPY passerelle /bin/\nCMD ["passerelle"]\n' >"$dir/Dockerfile"
docker build -q -t labo/passerelle:1 "$dir" >/dev/null
rm -r "$dir"
docker run -d --name caisse labo/base:1 sh -c 'while :; do echo "caisse ouverte"; sleep 60; done' >/dev/null
docker run -d --name passerelle labo/passerelle:1 >/dev/null
