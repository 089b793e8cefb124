#!/bin/sh
# refusé par : types-partages
# dit : le root du conteneur
solution | sed 's/time user uts/time uts/' | sh
