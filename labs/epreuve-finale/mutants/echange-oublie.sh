#!/bin/sh
# refusé par : ressources-bornees
# dit : mémoire et échange réunis, 512
solution | sed -e '/memswap_limit/d' -e 's/mem_limit: 64m/mem_limit: 256m/' | sh
