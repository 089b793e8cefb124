#!/bin/sh
# refusé par : part-mesuree
# dit : se lit comme une part sur un
set -eu
sleep 4
percents=$(for _ in 1 2 3 4; do docker stats --no-stream --format '{{.CPUPerc}}' indexeur; done)
echo "Réponse part-consommee : $(echo "$percents" | awk '{ sum += $1 } END { printf "%.3f", sum / NR / 100 }')"
