#!/bin/sh
set -eu
docker rm -f passerelle
docker run -d --name passerelle --log-opt max-size=1m --log-opt max-file=3 labo/passerelle:1
