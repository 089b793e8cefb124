#!/bin/sh
# refusé par : hote-hors-d-atteinte
# dit : La lecture seule protège le fichier
solution | sed '/container_name: api/a \    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]' | sh
