#!/bin/sh
# refusé par : comptes-sans-pouvoir
# dit : CapBnd vaut
solution | sed '/cap_drop/d' | sh
