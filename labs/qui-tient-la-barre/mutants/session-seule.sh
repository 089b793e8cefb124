#!/bin/sh
# refusé par : acces-retires
# dit : « stagiaire » est encore
solution | sed '/^gpasswd/d' | sh
