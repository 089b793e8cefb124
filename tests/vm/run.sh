#!/bin/sh
# Shows the lab engine on a machine with cgroup v2, systemd and AppArmor: `inside.ts`, in a VM.
#
#   sh tests/vm/run.sh <runner> <process | container>
#
# <runner> boots the VM: `<runner> --stock --with <folder> -- <command>` copies the folder in and runs the command as root
# there, beside a Docker Engine with Debian's settings.
# The VM needs Debian 12's docker.io, jq and perl, and no network: what else it takes is copied from this machine, which
# must be Debian 12 with btrfs-progs and must have built the sandboxes' root file system (a first `npm start`).
set -eu
runner=$1 form=$2
project=$(cd "$(dirname "$0")/../.." && pwd)
cache=/var/cache/etanche
baggage=$(mktemp -d)
trap 'rm -rf "$baggage"' EXIT

cd "$project"
mkdir -p "$baggage/node_modules" "$baggage/tools" "$baggage/cache"
cp -r package.json server labs "$baggage/"
mkdir -p "$baggage/tests" && cp -r tests/vm "$baggage/tests/"
cp -r node_modules/zod "$baggage/node_modules/"
cp node_modules/node/bin/node "$baggage/tools/node"
for program in mkfs.btrfs btrfs; do
  path=$(command -v "$program")
  cp "$path" "$baggage/tools/"
  ldd "$path" | awk '/=> \// { print $3 }' | grep -v '/libc[.]' | xargs -I{} cp -L {} "$baggage/tools/"
done
key=$(node_modules/.bin/node -e "import('./server/engine/image-recipe.ts').then(async (recipe) => console.log((await recipe.readRecipe()).rootKey))")
cp "$cache/root-$key.tar" "$baggage/cache/"

"$runner" --stock --with "$baggage" -- 'cp tools/mkfs.btrfs tools/btrfs /usr/sbin/; cp -n tools/*.so* /usr/lib/x86_64-linux-gnu/; mkdir -p /var/cache/etanche; mv cache/* /var/cache/etanche/; tools/node tests/vm/inside.ts '"$form"
