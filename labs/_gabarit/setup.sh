#!/bin/sh
# Prépare l’état de départ. Exécuté en root dans un bac neuf, avant la première évaluation.
set -eu
:
