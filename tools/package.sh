#!/bin/sh
# Makes the Debian package .build/package/nnshell_VERSION_ARCHITECTURE.deb and prints its path. Where it is installed, Swift is not needed.
# The same commit gives the same bytes, if compiler and libraries are the same: all times in the package are that of the commit, or
# SOURCE_DATE_EPOCH. The maintainer of the package is the author of the commit, or DEBFULLNAME with DEBEMAIL.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 TZ=UTC
say() { echo "nnshell: $*" >&2; }

tools/setup.sh dpkg-dev >&2
if ! last=$(git log -1 --format='%ct %an <%ae>'); then
  say "the package needs the files and the date of a commit, and this is no git repository"
  exit 1
fi
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-${last%% *}}
export SOURCE_DATE_EPOCH
maintainer=${last#* }
if [ -n "${DEBEMAIL:-}" ]; then maintainer="${DEBFULLNAME:-nnshell} <$DEBEMAIL>"; fi
tools/build.sh >&2
version=$(.build/release/nnshell --version)
version=${version#nnshell }
architecture=$(dpkg --print-architecture)
summary="look inside a neural network while it learns"

# All files are made in a folder of their own. The finished package moves to its place at the end.
mkdir -p .build/package
work=$(mktemp -d "$PWD/.build/package/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
stage="$work/stage"
doc="$stage/usr/share/doc/nnshell"
put() { install -D -m "$1" "$2" "$3"; }
squeeze() { gzip -9nc >"$1" && chmod 644 "$1"; }

# Two sections hold checksums of the build with the names of its folders. With zeros there, the programs are the same from every folder.
# Without these sections `strip` would leave out the protection of the addresses (RELRO) too. The first 16 bytes of the first are the name of its kind.
blank() {
  rm -f "$work/section"
  objcopy --dump-section "$2=$work/section" "$1" "$work/copy"
  if [ ! -s "$work/section" ]; then return; fi
  { head -c "$3" "$work/section" && head -c "$(($(wc -c <"$work/section") - $3))" /dev/zero; } >"$work/blank"
  objcopy --update-section "$2=$work/blank" "$1"
}
for program in nnshell nnshell-arrays; do
  put 755 ".build/release/$program" "$stage/usr/bin/$program"
  strip --remove-section=.comment "$stage/usr/bin/$program"
  blank "$stage/usr/bin/$program" .note.gnu.build-id 16
  blank "$stage/usr/bin/$program" .swift_modhash 0
done

# The links between README.md, docs and scripts also hold in the package: there `scripts` is another name for `examples`.
git ls-files README.md docs scripts >"$work/files"
while read -r file; do
  case "$file" in
    scripts/*) put 644 "$file" "$doc/examples/${file#scripts/}" ;;
    *) put 644 "$file" "$doc/$file" ;;
  esac
done <"$work/files"
ln -s examples "$doc/scripts"
squeeze "$doc/CHANGELOG.md.gz" <CHANGELOG.md

{
  cat LICENSE
  cat <<END_OF_NOTE

---

The programs contain the Swift runtime, Copyright (c) Apple Inc. and the Swift project authors. Its license is the Apache License, Version 2.0,
with the Runtime Library Exception (https://swift.org/LICENSE.txt). On Debian, /usr/share/common-licenses/Apache-2.0 has the text of the first.

The file examples/data/README.md names the authors of the tables there and their license, CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/legalcode).
END_OF_NOTE
} >"$work/copyright"
put 644 "$work/copyright" "$doc/copyright"

# The man page is the text of --help with its parts marked: the usage, the options, and the lines that begin with a known word.
manual="$stage/usr/share/man/man1"
mkdir -p "$manual"
.build/release/nnshell --help >"$work/help"
awk -v version="$version" -v date="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)" -v summary="$summary" '
  function text(t) { gsub(/\\/, "\\e", t); gsub(/-/, "\\-", t); sub(/^[.\x27]/, "\\\\\\&&", t); return t }
  function section(name, pattern) { sub(pattern, ""); print ".SH " name }
  NR == 1 {
    if ($1 != "usage:") exit 1
    sub(/^usage: /, "")
    print ".TH NNSHELL 1 " date " \"nnshell " version "\" \"User Commands\"\n.SH NAME\nnnshell, nnshell\\-arrays \\- " summary
    print ".SH SYNOPSIS\n" text($0) "\n.SH DESCRIPTION"
    print "With nnshell you train a neural network one command after another, and look at every matrix of it.\nWithout a script nnshell shows a prompt; type help there."
    print ".PP\nnnshell\\-arrays reads files of MATLAB and HDF5 for nnshell. You do not start it yourself.\n.SH OPTIONS"
    next
  }
  /^  -/ {
    sub(/^  /, "")
    at = match($0, /   *[^ ]/)
    print ".TP\n.B " text(at ? substr($0, 1, at - 1) : $0)
    if (at) print text(substr($0, at + RLENGTH - 1))
    options++
    next
  }
  /^SCRIPT / { print ".PP" }
  /^Start-up file, / { section("FILES", "^Start-up file, "); $0 = "The start-up file, " $0; found++ }
  /^Environment: / { section("ENVIRONMENT", "^Environment: "); found++ }
  /^Status: / { section("EXIT STATUS", "^Status: "); found++ }
  { print text($0) }
  END {
    print ".SH SEE ALSO\nThe command help at the prompt. /usr/share/doc/nnshell has lessons (examples) and documents (docs)."
    if (options < 10 || found != 3) exit 1
  }' "$work/help" >"$work/nnshell.1" || { say "--help no longer has the form that the man page is made from"; exit 1; }
squeeze "$manual/nnshell.1.gz" <"$work/nnshell.1"
ln -s nnshell.1.gz "$manual/nnshell-arrays.1.gz"

# dpkg-shlibdeps finds the packages of the libraries, and dpkg-gencontrol writes the description. Both read the folder `debian`.
mkdir -p "$work/debian" "$stage/DEBIAN"
cat >"$work/debian/control" <<END_OF_CONTROL
Source: nnshell
Section: education
Priority: optional
Maintainer: $maintainer

Package: nnshell
Architecture: any
Depends: \${shlibs:Depends}
Recommends: gnuplot-nox | gnuplot
Suggests: less
Description: $summary
 With nnshell you type one command after another, and see what each one does
 to a neural network. You run each part of its training yourself: forward,
 backward, step. You can look at every matrix, its shape and its numbers, and
 go back to any earlier step. The matrices have the names of common course
 notes, and nnshell checks equations such as dZ2 = A2 - Y with the numbers of
 your network.
 .
 gnuplot draws the pictures that plot writes as files.
END_OF_CONTROL
{
  printf 'nnshell (%s) stable; urgency=medium\n\n' "$version"
  printf '  * CHANGELOG.md.gz in this folder lists the changes.\n\n'
  printf ' -- %s  %s\n' "$maintainer" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} >"$work/debian/changelog"
squeeze "$doc/changelog.gz" <"$work/debian/changelog"
find "$stage/usr" -type d -exec chmod 755 {} +
(
  cd "$work"
  dpkg-shlibdeps --warnings=1 stage/usr/bin/nnshell stage/usr/bin/nnshell-arrays
  dpkg-gencontrol -pnnshell -Pstage -Tdebian/substvars
  cd stage
  find usr -type f -print | sort | xargs -d '\n' md5sum >DEBIAN/md5sums
) >&2
chmod 755 "$stage" "$stage/DEBIAN"
chmod 644 "$stage/DEBIAN/control" "$stage/DEBIAN/md5sums"
find "$stage" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +

# One thread: with several, the bytes of the archive may depend on their number.
name="nnshell_${version}_$architecture.deb"
dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$stage" "$work/$name" >&2
mv "$work/$name" ".build/package/$name"
echo "$PWD/.build/package/$name"
