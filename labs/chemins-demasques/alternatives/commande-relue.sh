#!/bin/sh
set -eu
command=$(docker inspect -f '{{index .Config.Cmd 2}}' releve-memoire)
docker stop -t 0 releve-memoire
docker rename releve-memoire ancien-releve
docker run -d --name releve-memoire labo/base:1 sh -c "$command"
