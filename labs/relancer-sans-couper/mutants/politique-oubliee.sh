#!/bin/sh
# refusé par : reviennent-avec-la-machine
# dit : a pour politique de relance
solution | sed 's/unless-stopped billetterie reservations/on-failure:5 billetterie/' | sh
