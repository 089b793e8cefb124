#!/bin/sh
# refusé par : service-renouvele
# dit : ne vient pas de l’image
# Le module est fabriqué au démarrage : la clé suit alors le service en production.
solution | sed -e '/^RUN/d' -e '/^USER/d' -e 's|^CMD .*|CMD ["sh", "-c", "obtenir-module /cle \&\& servir"]|' \
  -e 's|--name meteo|& -v /root/meteo/depot.cle:/cle:ro|' | sh
