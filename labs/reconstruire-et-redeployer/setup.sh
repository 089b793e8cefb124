#!/bin/sh
# Un socle fautif, son successeur corrigé, et une boutique bâtie sur le premier, rustinée à la main.
set -eu
mkdir -p /root/boutique

# socle <version> <première action du programme de démarrage>
socle() {
  mkdir -p "/tmp/socle/$1"
  printf '#!/bin/sh\n%s\nexec "$@"\n' "$2" >"/tmp/socle/$1/demarrer"
  chmod 755 "/tmp/socle/$1/demarrer"
  printf 'FROM labo/base:1\nCOPY demarrer /usr/lib/socle/demarrer\nENTRYPOINT ["/usr/lib/socle/demarrer"]\n' >"/tmp/socle/$1/Dockerfile"
  docker build -q -t "labo/socle:$1" "/tmp/socle/$1" >/dev/null
}
socle 1.0 'env' &
socle 1.1 'echo demarrage' &

cat >/root/boutique/Dockerfile <<'DOCKERFILE'
FROM labo/socle:1.0
COPY index.html /donnees/
USER 10001
EXPOSE 8080
CMD ["httpd", "-f", "-p", "8080", "-h", "/donnees"]
DOCKERFILE
echo '<h1>Boutique</h1>' >/root/boutique/index.html
token=$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
cat >/root/boutique/lancer.sh <<SCRIPT
#!/bin/sh
# Le lancement de la boutique, tel qu’il a été fait.
docker run -d --name boutique -e JETON_PAIEMENT=$token -v commandes:/donnees -p 127.0.0.1:8080:8080 --memory 64m labo/boutique:1
SCRIPT
wait
rm -rf /tmp/socle
docker run -d --name recette-socle labo/socle:1.1 sleep 86400 >/dev/null &
docker build -q -t labo/boutique:1 /root/boutique >/dev/null
sh /root/boutique/lancer.sh >/dev/null
docker exec -u 0 boutique sh -c 'sed -i /^env/d /usr/lib/socle/demarrer; echo "commande 1042" >/donnees/commandes.txt'
wait
