#!/bin/sh
# Deux services sans politique de relance, et la commande qui fait au démon ce que lui fait la mise à jour du paquet.
set -eu
cat >/usr/local/sbin/poser-le-correctif <<'SCRIPT'
#!/bin/sh
# Ce que fait « apt upgrade » du paquet docker.io : arrêter dockerd, remplacer ses fichiers, le relancer.
# Le bac n’a pas d’Internet : les fichiers restent ceux d’avant. containerd, un autre paquet, n’est pas touché.
log=/var/log/dockerd.log
pid=$(cat /run/docker.pid 2>/dev/null)
if [ -n "$pid" ] && kill "$pid" 2>/dev/null; then
  echo 'Arrêt de dockerd…'
  while kill -0 "$pid" 2>/dev/null; do sleep .1; done
fi
rm -f /run/docker.pid
echo 'Démarrage de dockerd…'
setsid dockerd --containerd /run/docker/containerd/containerd.sock --storage-driver overlay2 >>"$log" 2>&1 </dev/null &
for _ in $(seq 100); do
  if curl -s -o /dev/null --max-time 1 --unix-socket /run/docker.sock http://docker/_ping; then
    echo 'Docker répond.'
    exit 0
  fi
  sleep .1
done
echo "Docker ne démarre pas. Fin de $log :"
tail -n 3 "$log"
exit 1
SCRIPT
chmod 755 /usr/local/sbin/poser-le-correctif

docker network create guichets >/dev/null
docker run -d --name billetterie --network guichets -p 8080:8080 labo/web:1 >/dev/null &
docker run -d --name reservations --network guichets labo/base:1 sh -c 'while sleep 60; do :; done' >/dev/null &
wait
