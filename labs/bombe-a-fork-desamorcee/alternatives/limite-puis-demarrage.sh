#!/bin/sh
set -eu
docker update --pids-limit 48 compilateur
docker start compilateur
