#!/bin/sh
# refusé par : part-mesuree
# dit : est la limite de « indexeur »
set -eu
echo 'Réponse part-consommee : 50'
