#!/bin/sh
# refusé par : service-renouvele
# dit : est dans l’état
# L’identifiant ne correspond pas : le secret est absent, et la construction continue parce qu’on l’y force.
solution | sed 's#^RUN .*#RUN --mount=type=secret,id=cle obtenir-module /run/secrets/cle || mkdir -p /srv#' | sh
sleep 1
