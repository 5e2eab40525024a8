#!/bin/sh
# Makes the Debian package and tries it in a clean Debian: debootstrap fetches one from the mirror of this machine's apt into a temporary folder.
# The package is installed there with apt-get, tried and removed. Each line of the output is a check that held; the first that fails ends the run.
# It needs root, or sudo, and the network. The mounts that debootstrap makes are seen by this run only, and end with it.
set -eu
cd "$(dirname "$0")/.."
say() { echo "nnshell: $*" >&2; }
fail() { say "the package is not right: $*"; exit 1; }
held() { echo "ok  $*"; }

if [ "${1:-}" != --in-own-mounts ]; then
  tools/setup.sh dpkg-dev lintian debootstrap debian-archive-keyring mount bsdutils
  package=$(tools/package.sh)
  verdict=$(lintian --no-cfg --allow-root --fail-on error,warning "$package" 2>&1) || fail "lintian reports
$verdict"
  held "lintian reports no error and no warning on $(basename "$package"), $(($(wc -c <"$package") / 1024)) KiB"
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
  if ! $as_root unshare --mount --propagation private true; then
    say "no clean Debian can be made here: this needs root with the right to mount"
    exit 1
  fi
  exec $as_root unshare --mount --propagation private tools/test-package.sh --in-own-mounts "$package"
fi

package=$2
program="$PWD/.build/release/nnshell"
arrays="$PWD/Tests/NetTests/Figures/Arrays"
folder=$(mktemp -d)
root="$folder/root"
log="$folder/log"
mkdir -m 755 "$root"
clean_up() {
  # The deepest mounts first. Only this run sees them.
  awk -v folder="$folder/" 'index($5, folder) == 1 { print $5 }' /proc/self/mountinfo | sort -r | while read -r place; do umount -l "$place"; done
  rm -rf --one-file-system "$folder"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# The mirror and the release are those of this machine.
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' | sed -n "s/^Debian $release main //p" | head -n 1)
if [ -z "$mirror" ]; then
  say "apt knows no mirror of Debian $release here; apt-get update may help"
  exit 1
fi
eval "$(apt-config shell proxy Acquire::http::Proxy)"
if [ -n "${proxy:-}" ] && [ "$proxy" != DIRECT ]; then export http_proxy="$proxy"; fi
say "fetching a clean Debian $release from $mirror"
if ! debootstrap --variant=minbase "$release" "$root" "$mirror" >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  say "debootstrap could not make a clean Debian here"
  exit 1
fi
apt-config dump | grep -E '^Acquire::(Check-|Retries|http|https)' >"$root/etc/apt/apt.conf.d/90machine" || true
if ! mountpoint -q "$root/proc"; then mount -t proc proc "$root/proc"; fi

# A command in the clean Debian, as root or as the user `learner`.
everywhere="PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LC_ALL=C.UTF-8 TERM=xterm"
in_root() {
  # shellcheck disable=SC2086 # one word a variable
  chroot "$root" env -i $everywhere HOME=/root DEBIAN_FRONTEND=noninteractive ${http_proxy:+"http_proxy=$http_proxy"} "$@"
}
as_learner() {
  # shellcheck disable=SC2086
  chroot --userspec=1000:1000 "$root" env -i --chdir=/home/learner $everywhere HOME=/home/learner "$@"
}
# Runs a command that must succeed, and keeps what it prints in $log.
must() { "$@" >"$log" 2>&1 </dev/null || fail "$* ends with status $?
$(tail -n 20 "$log")"; }

must in_root useradd --create-home --uid 1000 learner
cp "$package" "$root/tmp/"
must in_root apt-get update
before=$(in_root dpkg-query -f '.' -W | wc -c)
must in_root apt-get install -y --no-install-recommends "/tmp/$(basename "$package")"
after=$(in_root dpkg-query -f '.' -W | wc -c)
held "apt-get install without Recommends: nnshell and $((after - before - 1)) other packages, on a Debian with $before"
found=$(find "$root" -xdev \( -iname '*swift*' -o -name 'gnuplot*' \) ! -path '*/zoneinfo/*')
[ -z "$found" ] || fail "the clean Debian has Swift or gnuplot: $found"
held "the clean Debian has no file of Swift, and no gnuplot"
must in_root ldd /usr/bin/nnshell /usr/bin/nnshell-arrays
! grep 'not found' "$log" || fail "a library is missing"
held "both programs find all their libraries"

# The same words must print the same there as the build prints here.
same() {
  what=$1
  shift
  (cd "$folder" && HOME="$folder" "$program" "$@") >"$folder/here" 2>&1 </dev/null || fail "nnshell $* fails here: $(cat "$folder/here")"
  must as_learner nnshell "$@"
  cmp -s "$folder/here" "$log" || fail "$what: nnshell $* prints
$(cat "$log")
and here it prints
$(cat "$folder/here")"
  held "$what: $(tail -n 1 "$log")"
}
cp "$arrays/course.mat" "$arrays/course.h5" "$arrays/v73.mat" "$folder/"
cp "$arrays/course.mat" "$arrays/course.h5" "$arrays/v73.mat" "$root/home/learner/"
same "the version" --version
same "a session of -c" --json -c 'init 2 4:tanh 1:sigmoid seed=2; train 500 alpha=1.2; save net.npz; J'
trained=$(tail -n 1 "$log")
same "save and load of net.npz" --json -c 'load net.npz; forward; J'
[ "$(tail -n 1 "$log")" = "$trained" ] || fail "J after load is not the J that was saved: $trained"
same "a .mat of MATLAB 5" -c 'data course.mat; data; sum(X)'
same "a .mat of MATLAB 7.3" -c 'data v73.mat; data; sum(X)'
same "a .h5" -c 'data course.h5; data; sum(X)'
must as_learner sh -c 'nnshell --test /usr/share/doc/nnshell/examples/*.nns'
held "the lessons in /usr/share/doc/nnshell/examples: $(tail -n 1 "$log")"
if as_learner nnshell -c 'init; plot J to=J.svg' >"$log" 2>&1 </dev/null || ! grep -q 'apt-get install gnuplot-nox' "$log"; then
  fail "a picture without gnuplot: $(cat "$log")"
fi
held "a picture without gnuplot: $(tail -n 1 "$log" | sed 's/^ *//')"

# A prompt on a terminal of its own. `quit 7` must be the status.
status=0
# shellcheck disable=SC2086
printf 'init 2 4:tanh 1:sigmoid seed=2\ntrain 500 alpha=1.2\nJ\nquit 7\n' |
  timeout 120 script -qec "chroot --userspec=1000:1000 '$root' env -i --chdir=/home/learner $everywhere HOME=/home/learner nnshell" /dev/null >"$log" 2>&1 || status=$?
# Colours and the carriage returns of the terminal are taken out.
shown=$(sed 's/\x1b\[[0-9;?]*[A-Za-z]//g' "$log" | tr -d '\r')
wanted=$(cd "$folder" && "$program" -c 'load net.npz; forward; J')
[ "$status" -eq 7 ] && echo "$shown" | grep -q '^nn> J$' && echo "$shown" | grep -qxF "$wanted" || fail "the prompt ends with status $status and shows
$shown"
held "a prompt on a terminal: J = $wanted, and quit 7 ends it with status 7"

in_root dpkg-query -L nnshell | grep nnshell >"$folder/files"
must in_root apt-get purge -y nnshell
while read -r file; do
  if [ -e "$root$file" ] || [ -L "$root$file" ]; then fail "$file is still there"; fi
done <"$folder/files"
found=$(find "$root" -xdev -name '*nnshell*' ! -path "$root/home/*" ! -path "$root/tmp/*")
[ -z "$found" ] || fail "still there: $found"
held "after apt-get purge none of its $(wc -l <"$folder/files") files and folders is left"
say "the package is right: $package"
