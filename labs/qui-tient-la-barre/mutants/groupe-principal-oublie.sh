#!/bin/sh
# refusé par : acces-retires
# dit : groupe principal
solution | sed '/^usermod/d' | sh
