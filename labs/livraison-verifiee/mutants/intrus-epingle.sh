#!/bin/sh
# refusé par : boutique-authentique
# dit : qui n’est pas celle de l’éditeur
solution | sed '/^deployer$/q' | sh
# L’intrus est épinglé : l’empreinte relevée est celle que désigne l’étiquette.
docker rm -f boutique
docker run -d --name boutique "127.0.0.1:5000/boutique@$(skopeo inspect --format '{{.Digest}}' docker://127.0.0.1:5000/boutique:1.0)"
