#!/bin/sh
# refusé par : reste-refuse
# dit : dépôt inconnu est acceptée sans condition
set -eu
cat >/etc/containers/policy.json <<'POLICY'
{
  "default": [{ "type": "insecureAcceptAnything" }],
  "transports": { "docker": { "127.0.0.1:5000/boutique": [
    { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/root/livraison/editeur.asc" }
  ] } }
}
POLICY
