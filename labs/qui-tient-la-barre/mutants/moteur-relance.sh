#!/bin/sh
# refusé par : livraison-au-travail
# dit : « boutique »
solution | sh
relancer-docker
