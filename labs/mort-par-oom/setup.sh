#!/bin/sh
# L’exercice part d’un hôte sans aucun conteneur : il n’y a rien à préparer.
:
