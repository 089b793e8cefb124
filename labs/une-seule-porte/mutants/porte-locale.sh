#!/bin/sh
# refusé par : porte-ouverte
# dit : est publiée en 127.0.0.1:80
solution | sed 's/-p 80:8080/-p 127.0.0.1:80:8080/' | sh
