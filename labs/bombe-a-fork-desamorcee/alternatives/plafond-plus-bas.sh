#!/bin/sh
set -eu
docker rename compilateur ancien
docker run -d --name compilateur --pids-limit 32 -m 128m --memory-swap 128m labo/base:1 sonde forks 300 3600
