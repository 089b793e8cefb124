#!/bin/sh
# refusé par : signature-exigee
# dit : « /root/livraison/ancienne-cle.asc »
set -eu
cat >/etc/containers/policy.json <<'POLICY'
{
  "default": [{ "type": "reject" }],
  "transports": { "docker": { "127.0.0.1:5000/boutique": [
    { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/root/livraison/ancienne-cle.asc" }
  ] } }
}
POLICY
