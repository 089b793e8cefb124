#!/bin/sh
# refusé par : cle-hors-de-l-image
# dit : dans la configuration de l’image
solution | sed -e '/^FROM/a ARG CLE' -e 's|^RUN .*|RUN echo "$CLE" >/tmp/cle \&\& obtenir-module /tmp/cle \&\& rm /tmp/cle|' \
  -e 's|--secret .* \.$|--build-arg CLE="$(cat depot.cle)" .|' | sh
