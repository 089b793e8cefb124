#!/bin/sh
# refusé par : sessions-closes
# dit : reçu ses groupes à l’ouverture
solution | sed '/^pkill/d' | sh
