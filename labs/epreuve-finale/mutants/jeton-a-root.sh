#!/bin/sh
# refusé par : billetterie-ouverte
# dit : La chaîne s’arrête à : « refus
solution | sed '/^chown .* jeton$/d' | sh
