#!/bin/sh
# Chaque fichier est copié à sa place, le programme est un point d’entrée, et le compte se choisit au lancement.
set -eu
cd /root/suivi
{
  echo 'FROM scratch'
  for file in /usr/bin/tail $(ldd /usr/bin/tail | grep -o '/[^ ]*'); do echo "COPY --from=labo/chantier:1 $file $file"; done
  echo 'ENTRYPOINT ["/usr/bin/tail"]'
  echo 'CMD ["-n", "+1", "-F", "/journal/commandes.log"]'
} >Dockerfile
docker build -t suivi:2 .
docker rm -f suivi
docker run -d --name suivi --user 12345 -v journal:/journal suivi:2
