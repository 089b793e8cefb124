#!/bin/sh
# refusé par : image-rechargee
# dit : n’a pas d’image
solution | sed '/docker load/d' | sh
