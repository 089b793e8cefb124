#!/bin/sh
# refusé par : rien-d-autre
# dit : un shell ou un interpréteur : « /usr/bin/tail »
solution | sed -e '/AS chantier/d' -e '/^RUN/d' -e 's|^COPY .*|COPY --from=labo/base:1 /bin/busybox /usr/bin/tail|' | sh
