#!/bin/sh
# refusé par : service-renouvele
# dit : est encore le conteneur du départ
solution | sed '/^docker rm/,$d' | sh
