#!/bin/sh
# refusé par : jeton-en-fichier
# dit : JETON est encore dans l’environnement
jeton=$(sed -n 's/.*JETON: \(j[0-9a-f]*\).*/\1/p' /root/billetterie/compose.yaml | head -n 1)
solution | sed "s|JETON_FICHIER: [^ ]*|JETON: $jeton|" | sh
