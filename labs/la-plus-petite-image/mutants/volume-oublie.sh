#!/bin/sh
# refusé par : suivi-au-travail
# dit : Rien n’est monté
solution | sed 's| -v journal:/journal:ro||' | sh
