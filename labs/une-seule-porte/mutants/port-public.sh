#!/bin/sh
# refusé par : services-servis
# dit : « boutique » ne répond pas
solution | sed -e 's/boutique:8080/boutique:8081/' -e 's/blog:8080/blog:8082/' -e 's/compta:8080/compta:8083/' | sh
