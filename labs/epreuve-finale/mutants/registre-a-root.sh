#!/bin/sh
# refusé par : billetterie-ouverte
# dit : ne peut pas être écrit
solution | sed 's|^chown -R .* \(.*\)$|chmod 755 \1; chmod 644 \1/places|' | sh
