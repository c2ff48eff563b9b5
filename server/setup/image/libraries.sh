#!/bin/sh
# Prints the Debian packages that hold the libraries of the given programs, one a line, so that a later stage installs those and no compiler.
# Usage: libraries.sh PROGRAM...
set -eu
for program in "$@"; do
  ldd "$program" | sed -n 's|.*=> \(/[^ ]*\) (.*|\1|p'
done | sort -u | while read -r library; do
  # The package may list the file below /lib or below /usr/lib, and by the name that the link leads to.
  name=$(basename "$(readlink -f "$library")")
  dpkg -S "*/$name" | sed 's/:.*//'
done | sort -u
