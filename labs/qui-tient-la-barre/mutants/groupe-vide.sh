#!/bin/sh
# refusé par : livraison-au-travail
# dit : n’est plus du groupe
solution | sh
gpasswd -d livraison docker
