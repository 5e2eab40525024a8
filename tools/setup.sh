#!/bin/sh
# Installs the missing ones of the packages that nnshell needs and of those named as arguments. It reports on standard error, and prints
# nothing where no package is missing.
set -eu

# The first line has the packages that Swift needs, the second those that nnshell needs to build, the third what it calls.
packages="binutils git libc6-dev libcurl4 libsqlite3-0 libstdc++-12-dev libxml2
  pkg-config make libedit-dev libopenblas-dev libzip-dev zlib1g-dev libmatio-dev libhdf5-dev
  gnuplot-nox $*"

say() { echo "nnshell: $*" >&2; }

if ! command -v swift >/dev/null 2>&1; then
  say "Swift is not on the PATH. Version 6.2 or newer for Debian 12 comes from https://www.swift.org/install/linux/: unpack it and add its usr/bin to PATH."
  exit 1
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
  if pkg-config --exists libedit openblas libzip zlib matio hdf5 2>/dev/null; then exit 0; fi
  say "this is no Debian. Install by hand, with their headers: libedit, OpenBLAS, libzip, zlib, libmatio, HDF5; and pkg-config and make."
  exit 1
fi

# shellcheck disable=SC2086 # one word a package
installed=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' $packages 2>/dev/null | sed -n 's/^ii *//p' | tr '\n' ' ') "
missing=""
for package in $packages; do
  case "$installed" in
    *" $package "*) ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  say "these packages are missing and there is no apt-get to install them:$missing"
  exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    say "these packages are missing:$missing"
    say "install them as root: apt-get update && apt-get install$missing"
    exit 1
  fi
  as_root="sudo"
fi
say "installing$missing"
$as_root apt-get update >&2
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >&2
