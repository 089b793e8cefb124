#!/bin/sh
# refusé par : suivi-au-travail
# dit : n’a pas démarré
solution | sed 's|^CMD .*|CMD /usr/bin/tail -n +1 -F /journal/commandes.log|' | sh
