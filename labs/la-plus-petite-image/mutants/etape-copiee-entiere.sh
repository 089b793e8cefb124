#!/bin/sh
# refusé par : image-legere
# dit : L’image de « suivi » pèse
solution | sed -e 's|^RUN .*|RUN rm -rf /usr/bin/perl /usr/bin/openssl|' -e 's|/racine /$|/ /|' | sh
