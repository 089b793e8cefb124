#!/bin/sh
set -eu
docker create --name cache --memory-swap 65536k -m 67108864 labo/base:1 sleep 3600
docker start cache
