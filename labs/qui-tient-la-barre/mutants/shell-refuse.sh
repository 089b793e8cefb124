#!/bin/sh
# refusé par : acces-retires
# dit : ne touchent pas à ses groupes
set -eu
usermod -L -s /usr/sbin/nologin stagiaire
usermod -L -s /usr/sbin/nologin inventaire
pkill -u stagiaire
