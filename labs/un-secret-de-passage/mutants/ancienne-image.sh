#!/bin/sh
# refusé par : plus-une-trace
# dit : encore dans
solution | sed '/docker rmi/d' | sh
