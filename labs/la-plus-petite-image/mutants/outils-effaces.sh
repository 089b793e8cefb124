#!/bin/sh
# refusé par : rien-d-autre
# dit : dont un shell ou un interpréteur
solution | sed -e '/^FROM scratch/d' -e '/^COPY/d' -e 's|^RUN .*|RUN rm /usr/bin/perl /usr/bin/openssl /usr/bin/curl /bin/bash|' | sh
