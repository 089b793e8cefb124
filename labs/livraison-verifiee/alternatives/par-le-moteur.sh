#!/bin/sh
# Le piège est copié par skopeo, la règle couvre tout le registre, et le moteur prend lui-même l’image par son empreinte.
set -eu
authentic=$(skopeo inspect --format '{{.Digest}}' docker://127.0.0.1:5000/boutique:1.0)
printf 'FROM labo/web:1\nUSER root\nRUN echo Piege >/tmp/index.html\n' | docker build -t piege:1 -
skopeo copy --quiet docker-daemon:piege:1 docker://127.0.0.1:5000/boutique:1.0
cat >/etc/containers/policy.json <<'POLICY'
{
  "default": [{ "type": "reject" }],
  "transports": { "docker": {
    "127.0.0.1:5000": [{ "type": "reject" }],
    "127.0.0.1:5000/boutique": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/root/livraison/editeur.asc" }]
  } }
}
POLICY
docker rm -f boutique
docker pull "127.0.0.1:5000/boutique@$authentic"
docker run -d --name boutique "127.0.0.1:5000/boutique@$authentic"
