#!/bin/sh
# refusé par : rien-d-autre-de-publie
# dit : Une porte à côté de la porte suffit
solution | sed 's/ --internal//' | sh
