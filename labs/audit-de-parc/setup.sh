#!/bin/sh
# Cinq services, et un script d’audit qui ne lit que ce que répond le moteur.
set -eu
cat >/usr/local/bin/auditer <<'AUDIT'
#!/bin/sh
# Audit du parc, à la manière de Docker Bench : trois contrôles par conteneur en marche.
rendre() { printf '[%s] %-5s %-9s %s\n' "$1" "$2" "$name" "$3"; }
for name in $(docker ps --format '{{.Names}}' | sort); do
  user=$(docker inspect -f '{{.Config.User}}' "$name")
  case ${user%%:*} in
    '' | 0 | root) rendre WARN 4.1 'le conteneur tourne en root' ;;
    *) rendre PASS 4.1 'compte ordinaire' ;;
  esac
  if [ "$(docker inspect -f '{{.HostConfig.PidMode}}' "$name")" = host ]; then
    rendre WARN 5.16 'espace PID de l’hôte partagé'
  else
    rendre PASS 5.16 'espace PID dédié'
  fi
  if docker inspect -f '{{range .Mounts}}{{.Source}} {{end}}' "$name" | grep -q 'docker\.sock'; then
    rendre WARN 5.32 'socket de Docker monté'
  else
    rendre PASS 5.32 'socket de Docker absent'
  fi
done
AUDIT
chmod 755 /usr/local/bin/auditer
docker run -d --name accueil labo/web:1 >/dev/null &
docker run -d --name coursier --user 0:0 labo/web:1 su -s /bin/sh labo -c 'exec servir' >/dev/null &
docker run -d --name compteur --user 0:0 labo/web:1 >/dev/null &
docker run -d --name veilleur --pid host labo/web:1 >/dev/null &
docker run -d --name livreur -v /run:/hote:ro labo/web:1 >/dev/null &
wait
