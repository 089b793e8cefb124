#!/bin/sh
# refusé par : distribution-journalisee
# dit : reçoit un montage
set -eu
docker run --name preuve-noyau labo/base:1 uname -r
docker run --name preuve-distrib -v /etc/os-release:/etc/os-release:ro labo/base:1 cat /etc/os-release
