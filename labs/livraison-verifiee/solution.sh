#!/bin/sh
set -eu
mkdir -p /root/piege
cd /root/piege
printf 'FROM labo/base:1\nRUN mkdir /www && echo Piege >/www/index.html\nCMD ["httpd", "-f", "-p", "8080", "-h", "/www"]\n' >Dockerfile
docker build -t 127.0.0.1:5000/boutique:1.0 .
docker push 127.0.0.1:5000/boutique:1.0
deployer

cat >/etc/containers/policy.json <<'POLICY'
{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "127.0.0.1:5000/boutique": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/root/livraison/editeur.asc" }
      ]
    }
  }
}
POLICY
if deployer; then exit 1; fi
deployer "127.0.0.1:5000/boutique@$(ls /var/lib/signatures | sed 's/^boutique@sha256=/sha256:/')"
