#!/bin/sh
set -eu
docker logs passerelle >/root/passerelle.log
docker stop -t 1 passerelle
docker rm passerelle
docker run -d --name passerelle --log-driver local --log-opt max-size=1500k --log-opt max-file=2 labo/passerelle:1
