#!/bin/sh
# refusé par : signature-exigee
# dit : Demandée par son empreinte, une image de ce dépôt est acceptée sans signature
set -eu
cat >/etc/containers/policy.json <<'POLICY'
{
  "default": [{ "type": "insecureAcceptAnything" }],
  "transports": { "docker": { "127.0.0.1:5000/boutique:1.0": [
    { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/root/livraison/editeur.asc" }
  ] } }
}
POLICY
