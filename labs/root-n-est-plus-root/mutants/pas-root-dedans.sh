#!/bin/sh
# refusé par : root-dedans-personne-dehors
# dit : n’est pas root
solution | sed 's/--name remappe/& --user 10001/' | sh
