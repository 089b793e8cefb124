#!/bin/sh
set -eu
echo "Réponse noyau-de-l-hote : $(cat /proc/sys/kernel/osrelease)"
docker run -d --name preuve-noyau labo/base:1 sh -c 'cat /proc/version; sleep 600'
docker run -d --name preuve-distrib labo/base:1 grep ^ID= /etc/os-release
sleep 1
