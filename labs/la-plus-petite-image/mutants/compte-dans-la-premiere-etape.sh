#!/bin/sh
# refusé par : sans-root
# dit : sous l’identifiant 0
solution | sed -e '/^USER/d' -e '/^RUN/a USER 10001' | sh
