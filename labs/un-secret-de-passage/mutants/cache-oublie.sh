#!/bin/sh
# refusé par : plus-une-trace
# dit : Le cache de construction
solution | sed '/builder prune/d' | sh
