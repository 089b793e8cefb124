#!/bin/sh
# refusé par : rien-d-autre-de-publie
# dit : On atteint « compta » par 127.0.0.1:8083
solution | sed 's/boutique blog compta; do/boutique blog; do/' | sh
docker rm -f compta
docker run -d --name compta --network parvis -p 127.0.0.1:8083:8080 -e SERVICE=compta maison/service:1
docker network connect coulisses compta
