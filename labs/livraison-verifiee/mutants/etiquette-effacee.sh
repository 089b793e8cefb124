#!/bin/sh
# refusé par : etiquette-detournee
# dit : n’a plus cette étiquette
set -eu
rm -r /var/lib/registre/docker/registry/v2/repositories/boutique/_manifests/tags/1.0
