#!/bin/sh
# Une billetterie à trois services, lancée par un fichier compose où rien n’est retenu.
set -eu
dir=/root/billetterie
mkdir -p "$dir" /tmp/image/www/cgi-bin
cat >/tmp/image/www/cgi-bin/index.cgi <<'CGI'
#!/bin/sh
# Dit son nom, puis ce que répond le service suivant. Le jeton vient d’un fichier, ou à défaut de l’environnement.
[ -z "${JETON_FICHIER:-}" ] || JETON=$(cat "$JETON_FICHIER" 2>/dev/null)
printf 'Content-Type: text/plain\r\n\r\n'
if [ "$SERVICE" = stock ]; then
  if [ -z "${JETON:-}" ] || [ "$JETON" != "$QUERY_STRING" ]; then echo 'refus : jeton absent ou inconnu'
  elif [ ! -w /donnees/places ]; then echo 'panne : le registre des places ne peut pas être écrit'
  else echo "stock : $(cat /donnees/places) places"
  fi
  exit
fi
echo "$SERVICE"
timeout "$PATIENCE" wget -qO- "http://$SUIVANT/?${JETON:-}" 2>/dev/null || echo "panne : $SUIVANT ne répond pas"
CGI
chmod 755 /tmp/image/www/cgi-bin/index.cgi
docker build -q -t billetterie:1 -f - /tmp/image >/dev/null <<'DOCKERFILE'
FROM labo/base:1
COPY www /www
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
DOCKERFILE
rm -r /tmp/image

docker volume create places >/dev/null
(umask 077; echo 412 >/var/lib/docker/volumes/places/_data/places; chmod 700 /var/lib/docker/volumes/places/_data)
jeton=j$(od -An -N8 -tx1 /dev/urandom | tr -d ' ')
cat >"$dir/compose.yaml" <<COMPOSE
# Monté un vendredi. « On rangera plus tard. »
services:
  guichet:
    image: billetterie:1
    container_name: guichet
    network_mode: bridge
    privileged: true
    ports: ["80:8080"]
    extra_hosts: ["hote:host-gateway"]
    environment: { SERVICE: guichet, SUIVANT: "hote:8081", PATIENCE: "2" }
  api:
    image: billetterie:1
    container_name: api
    network_mode: bridge
    pid: host
    ports: ["8081:8080"]
    extra_hosts: ["hote:host-gateway"]
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
    environment: { SERVICE: api, SUIVANT: "hote:5432", PATIENCE: "1", JETON: $jeton }
  stock:
    image: billetterie:1
    container_name: stock
    network_mode: bridge
    ports: ["5432:8080"]
    volumes: ["places:/donnees", "/:/hote"]
    environment: { SERVICE: stock, JETON: $jeton }
volumes:
  places: { external: true }
COMPOSE
docker compose --progress quiet -f "$dir/compose.yaml" up -d
