#!/bin/sh
# Cinq conteneurs. Trois agents se ressemblent ; l’un d’eux, tiré au sort, calcule pour quelqu’un d’autre.
set -eu
dir=$(mktemp -d)
cat >"$dir/agent" <<'SCRIPT'
#!/bin/sh
# Applique les réglages reçus en base64, puis fait son travail.
mkdir -p /dev/shm/agent
echo "$1" | base64 -d >/dev/shm/agent/reglages
. /dev/shm/agent/reglages
if [ "$role" = index ]; then exec sonde cpu; fi
if [ "${pool:-}" ]; then
  mkdir -p /var/tmp/.x
  head -c 2097152 /dev/urandom >/var/tmp/.x/travail
  exec /usr/lib/agent/kworkerd cpu
fi
while :; do
  echo "$role : rien à signaler"
  sleep 5
done
SCRIPT
chmod 755 "$dir/agent"
cat >"$dir/Dockerfile" <<'BUILD'
FROM labo/base:1
COPY agent /bin/
RUN mkdir -p /usr/lib/agent && cp /bin/sonde /usr/lib/agent/kworkerd && mkdir -p -m 1777 /var/tmp
ENTRYPOINT ["agent"]
BUILD
docker build -q -t labo/agent:3 "$dir" >/dev/null
rm -r "$dir"

chosen=$(($(od -An -N1 -tu1 /dev/urandom) % 3 + 1))
pool="pool-$(od -An -N3 -tx1 /dev/urandom | tr -d ' ').invalid:3333"
docker run -d --name accueil labo/web:1 >/dev/null &
docker run -d --name indexation --cpus 0.05 labo/agent:3 "$(echo role=index | base64 -w 0)" >/dev/null &
number=0
for role in journaux metriques alertes; do
  number=$((number + 1))
  settings="role=$role"
  if [ "$number" -eq "$chosen" ]; then settings="role=$role pool=$pool"; fi
  docker run -d --name "$role" --cpus 0.1 labo/agent:3 "$(echo "$settings" | base64 -w 0)" >/dev/null &
done
wait

# L’agent choisi ne mine qu’une fois ses réglages décodés et son travail écrit.
mine=$(echo journaux metriques alertes | cut -d ' ' -f "$chosen")
pid=$(docker inspect -f '{{.State.Pid}}' "$mine")
for _ in $(seq 100); do
  ! grep -q kworkerd "/proc/$pid/cmdline" || break
  sleep .1
done
