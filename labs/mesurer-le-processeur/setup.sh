#!/bin/sh
# Un service qui ne travaille qu’une partie du temps. La part qu’il vise est tirée au sort dans le conteneur : elle n’est
# écrite nulle part, il faut la mesurer. Il compare le temps de calcul qu’il a pris au temps écoulé, et dort quand il en a assez.
set -eu
docker rm -f calcul indexeur >/dev/null 2>&1 || :
docker run -d --name indexeur --cpus 0.5 labo/base:1 sh -c '
part=$(($(od -An -N1 -tu1 /dev/urandom) % 23 + 8))
clock() { read -r now _ </proc/uptime; now=${now%.*}${now#*.}; }
clock; start=$now; before=0
while :; do
  clock
  read -r _ _ _ _ _ _ _ _ _ _ _ _ _ user system child_user child_system _ </proc/self/stat
  used=$((user + system + child_user + child_system))
  # Never makes up for what a busy machine took from it more than two seconds ago: its pace is even.
  if [ $((now - start)) -gt 200 ]; then start=$now before=$used; fi
  if [ $(((used - before) * 100)) -gt $(((now - start) * part)) ]; then usleep 40000
  else i=0; while [ $i -lt 2000 ]; do i=$((i + 1)); done
  fi
done' indexation >/dev/null
