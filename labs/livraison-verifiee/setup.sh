#!/bin/sh
# Un registre sans mot de passe, une image signée par son éditeur, et l’outil qui la déploie sans rien vérifier.
set -eu
registry=127.0.0.1:5000
folder=$(mktemp -d)
mkdir -p /root/livraison /var/lib/registre /etc/containers/registries.d
cat >/etc/registre.yml <<'YAML'
version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: /var/lib/registre } }
http: { addr: 127.0.0.1:5000 }
YAML
setsid docker-registry serve /etc/registre.yml </dev/null >/var/log/registre.log 2>&1 &

echo "Boutique, lot $(od -An -N4 -tx4 /dev/urandom | tr -d ' ')" >"$folder/index.html"
cat >"$folder/Dockerfile" <<'DOCKERFILE'
FROM labo/base:1
COPY index.html /www/
USER 10001
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
DOCKERFILE
docker build --quiet -t boutique:deployee "$folder" >/dev/null &
build=$!

printf '[[registry]]\nlocation = "%s"\ninsecure = true\n' "$registry" >/etc/containers/registries.conf.d/registre.conf
printf 'default-docker:\n  lookaside: file:///var/lib/signatures\n' >/etc/containers/registries.d/default.yaml
cat >/usr/local/sbin/deployer <<'SCRIPT'
#!/bin/sh
# usage : deployer [image]    prend l’image au registre et remplace le conteneur boutique
set -eu
image=${1:-127.0.0.1:5000/boutique:1.0}
empreinte=$(skopeo inspect --format '{{.Digest}}' "docker://$image")
skopeo copy --quiet --remove-signatures "docker://$image" docker-daemon:boutique:deployee
docker rm -f boutique >/dev/null 2>&1 || :
docker run -d --name boutique --label empreinte="$empreinte" boutique:deployee >/dev/null
echo "boutique : $empreinte"
SCRIPT
chmod 755 /usr/local/sbin/deployer

export GNUPGHOME="$folder/gnupg"
mkdir -m 700 "$GNUPGHOME"
for name in editeur ancienne-cle; do
  gpg --batch --quiet --passphrase '' --quick-generate-key "$name@boutique.example" ed25519 sign never 2>/dev/null
  gpg --armor --export "$name@boutique.example" >"/root/livraison/$name.asc"
done
wait "$build"
skopeo copy --quiet --sign-by editeur@boutique.example docker-daemon:boutique:deployee "docker://$registry/boutique:1.0"
gpgconf --kill gpg-agent
rm -rf "$folder"
docker run -d --name boutique --label empreinte="$(skopeo inspect --format '{{.Digest}}' "docker://$registry/boutique:1.0")" \
  boutique:deployee >/dev/null
