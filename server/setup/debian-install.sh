#!/bin/sh
# Installs the given Debian packages as root, without starting the servers among them: the studio
# starts its own Icecast and coturn, on the same ports, with its own configuration.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

# invoke-rc.d asks this program whether it may start a service; 101 means no (Debian's policy-rc.d
# specification). One that is already there, as in a container image, is left alone.
guard=/usr/sbin/policy-rc.d
if [ ! -e "$guard" ]; then
  trap 'rm -f "$guard"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\nexit 101\n' >"$guard"
  chmod 755 "$guard"
fi

# Finishes what an interrupted installation left behind; does nothing otherwise.
dpkg --configure -a
# Without a fresh list the packages may still be there, so this may fail.
apt-get update -q || true
apt-get install -q -y --no-install-recommends \
  -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -- "$@"

# They would start at the next boot and hold the studio's ports.
for package in "$@"; do
  case "$package" in
    icecast2 | coturn)
      if command -v systemctl >/dev/null 2>&1; then
        systemctl disable "$package.service" || true
      elif command -v update-rc.d >/dev/null 2>&1; then
        update-rc.d "$package" disable || true
      fi
      ;;
  esac
done
