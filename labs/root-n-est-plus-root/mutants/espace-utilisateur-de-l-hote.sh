#!/bin/sh
# refusé par : root-dedans-personne-dehors
# dit : L’option --userns=host
solution | sed 's/--name remappe/& --userns=host/' | sh
