#!/bin/sh
# refusé par : suivi-au-travail
# dit : n’a pas démarré
solution | sed -e '/AS chantier/d' -e '/^RUN/d' -e 's|^COPY .*|COPY --from=labo/chantier:1 /usr/bin/tail /usr/bin/tail|' | sh
