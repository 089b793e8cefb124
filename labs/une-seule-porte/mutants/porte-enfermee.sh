#!/bin/sh
# refusé par : porte-ouverte
# dit : relié à des réseaux internes seulement
solution | sed -e '/create parvis/d' -e 's/--network parvis/--network coulisses/' -e '/connect coulisses porte/d' | sh
