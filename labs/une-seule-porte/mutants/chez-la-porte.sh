#!/bin/sh
# refusé par : pas-d-autre-issue
# dit : « compta » partage celui de « porte »
solution | sed -e 's/boutique blog compta; do/boutique blog; do/' -e 's/compta:8080/127.0.0.1:8083/' | sh
docker rm -f compta
docker run -d --name compta --network container:porte -e SERVICE=compta maison/service:1 httpd -f -p 8083 -h /www
