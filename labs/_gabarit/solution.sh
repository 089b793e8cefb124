#!/bin/sh
set -eu
docker run -d --name temoin labo/base:1 sleep 3600
