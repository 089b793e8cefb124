#!/bin/sh
# L’exercice part d’un moteur aux réglages d’origine, sans aucun conteneur : il n’y a rien à préparer.
:
