#!/bin/sh
# Le programme d’un fournisseur, lancé avec --privileged, et son volume.
set -eu
dir=$(mktemp -d)
cat >"$dir/entrepot" <<'SCRIPT'
#!/bin/sh
# Prend possession de /donnees, puis sert l'inventaire : httpd ouvre le port 80 et quitte root.
chown 10001:10001 /donnees || exit
exec httpd -f -p 80 -u 10001:10001 -h /donnees
SCRIPT
chmod 755 "$dir/entrepot"
docker build -q -t entrepot:1 -f - "$dir" >/dev/null <<'DOCKERFILE'
FROM labo/base:1
COPY entrepot /bin/entrepot
STOPSIGNAL SIGKILL
CMD ["entrepot"]
DOCKERFILE
rm -r "$dir"
docker volume create stock >/dev/null
echo '412 palettes en stock' >/var/lib/docker/volumes/stock/_data/index.html
docker run -d --name entrepot --privileged -v stock:/donnees entrepot:1 >/dev/null
