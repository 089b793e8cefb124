#!/bin/sh
# refusé par : pieces-intactes
# dit : désigne maintenant une autre image
set -eu
docker export catalogue | docker import - catalogue:1
