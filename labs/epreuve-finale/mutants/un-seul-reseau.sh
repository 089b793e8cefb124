#!/bin/sh
# refusé par : services-cloisonnes
# dit : sont tous deux sur « comptoir »
solution | sed 's/networks: \[reserve\]/networks: [reserve, comptoir]/' | sh
