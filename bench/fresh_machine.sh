#!/usr/bin/env bash
# Proves the fresh machine: a bare Debian in a folder (debootstrap), with git, make, python3 and python3-venv and
# nothing else; a clone of HEAD, `make up` as an ordinary user, the home page answered, a second start, a clean end.
# A command, not CI: needs root, debootstrap and about 2 GB. Usage: bench/fresh_machine.sh [suite] (bookworm)
set -euo pipefail
suite=${1:-bookworm}
root=$(git rev-parse --show-toplevel)
[ "$(id -u)" = 0 ] || { echo "fresh_machine: needs root (debootstrap and chroot)"; exit 2; }
command -v debootstrap >/dev/null || { echo "fresh_machine: apt-get install debootstrap"; exit 2; }
machine=$(mktemp -d); chmod 755 "$machine"   # the resident must reach its own root
port=${PORT:-8765}

finish() {
  for pid in $(find /proc -maxdepth 2 -name root -lname "$machine" 2>/dev/null | cut -d/ -f3); do kill -9 "$pid" 2>/dev/null || true; done
  for mount in proc dev/pts dev; do umount -l "$machine/$mount" 2>/dev/null || true; done
  rm -rf --one-file-system "$machine"
}
trap finish EXIT

step() { printf '%6.1f s  %s\n' "$(echo "$(date +%s.%N) - $began" | bc)" "$1"; }
began=$(date +%s.%N)
mirror=$(sed -n 's/^URIs: *\(http[^ ]*debian\/*\)$/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -1)
debootstrap --variant=minbase --include=git,make,python3,python3-venv,ca-certificates,curl,bc "$suite" "$machine" \
  ${mirror:+"$mirror"} >"$machine.log" 2>&1 || { tail -5 "$machine.log"; exit 1; }
rm -f "$machine.log"
step "a bare $suite"

# The host's trust and package settings, so that the packages come from where the host takes them.
cp /etc/ssl/certs/ca-certificates.crt "$machine/etc/ssl/certs/ca-certificates.crt"
cp /etc/resolv.conf /etc/hosts "$machine/etc/"
git clone -q --no-hardlinks "$root" "$machine/srv/serentak"
mount -t proc proc "$machine/proc"; mount --bind /dev "$machine/dev"; mount --bind /dev/pts "$machine/dev/pts"
chroot "$machine" useradd -m resident
chroot "$machine" chown -R resident /srv/serentak
bundle=/etc/ssl/certs/ca-certificates.crt
step "a clone, an ordinary user"

start() {
  setsid chroot --userspec=resident "$machine" env -i HOME=/home/resident PATH=/usr/bin:/bin LANG=C.UTF-8 PORT="$port" \
    PIP_CERT=$bundle SSL_CERT_FILE=$bundle NODE_EXTRA_CA_CERTS=$bundle npm_config_cafile=$bundle \
    sh -c "cd /srv/serentak && exec make up" >"$machine/srv/up.log" 2>&1 &
  up=$!
  for _ in $(seq 1200); do
    if curl -fsS -o "$machine/srv/home.html" "http://localhost:$port/" 2>/dev/null; then return 0; fi
    kill -0 $up 2>/dev/null || break
    sleep 0.25
  done
  tail -20 "$machine/srv/up.log"; echo "fresh_machine: make up did not answer"; exit 1
}
stop() { kill -TERM -- "-$up"; wait "$up" || true; }

start; step "make up answers (first start)"
grep -q 'lang="id"' "$machine/srv/home.html"
sleep 2; sed 's/^/          | /' "$machine/srv/up.log"
stop; step "stopped"
start; step "make up answers (second start)"
stop; step "stopped"
left=$( (find /proc -maxdepth 2 -name root -lname "$machine" 2>/dev/null || true) | wc -l)
[ "$left" = 0 ] || { echo "fresh_machine: $left processes left behind"; exit 1; }
echo "fresh machine: 1 passed, 0 failed"
