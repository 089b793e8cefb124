#!/bin/sh
# refusé par : services-cloisonnes
# dit : sont tous deux sur « billetterie_comptoir »
solution | sed 's/networks: \[reserve\]/networks: [reserve, comptoir]/' | sh
