#!/bin/sh
set -eu
docker run -d --name cache --memory 64m --memory-swap 64m labo/base:1 sleep 3600
