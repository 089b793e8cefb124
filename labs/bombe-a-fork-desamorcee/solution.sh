#!/bin/sh
set -eu
docker rm -f compilateur
docker run -d --name compilateur --pids-limit 64 labo/base:1 sonde forks 300 3600
