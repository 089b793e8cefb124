#!/bin/sh
# Des comptes de l’hôte, un robot de livraison, et le programme qu’un stagiaire a laissé derrière lui.
set -eu
groupadd docker-lecture
useradd -m -G docker livraison
useradd -m -G docker stagiaire
useradd -m -g docker inventaire
useradd -m -G docker-lecture atelier
useradd -m caisse

cat >/usr/local/bin/livrer <<'SCRIPT'
#!/bin/sh
# Robot de livraison. Il redéploie la boutique, et s’arrête dès que le moteur ne lui répond plus.
while curl -sf -o /dev/null --unix-socket /var/run/docker.sock http://docker/_ping; do sleep 2; done
SCRIPT
cat >/home/stagiaire/compter <<'SCRIPT'
#!/bin/sh
# Compte les conteneurs, une fois par minute.
while sleep 60; do docker ps -q | wc -l >>/home/stagiaire/compte; done
SCRIPT
chmod 755 /usr/local/bin/livrer /home/stagiaire/compter

# Une session, avec les groupes que le compte a ce jour-là.
session() { setsid setpriv --reuid="$1" --regid="$1" --init-groups "$2" </dev/null >/dev/null 2>&1 & }
session livraison /usr/local/bin/livrer
session stagiaire /home/stagiaire/compter
docker run -d --name boutique labo/web:1 >/dev/null
