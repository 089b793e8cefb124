#!/bin/sh
# refusé par : part-mesuree
# dit : se lit comme une part sur un
set -eu
sleep 4
echo "Réponse part-consommee : $(docker stats --no-stream --format '{{.CPUPerc}}' indexeur | awk '{ printf "%.3f", $1 / 100 }')"
