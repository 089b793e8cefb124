#!/bin/sh
# refusé par : permissions-figees
# dit : pas reçu de profil à lui
set -eu
docker run -d --name lecteur --cap-drop ALL labo/web:1
