#!/bin/sh
# refusé par : livraison-au-travail
# dit : ne montre plus
solution | sh
chmod 600 /var/run/docker.sock
