#!/bin/sh
# Starts Icecast with the configuration made of icecast.xml.template, the settings and the secret files. Replaces the start script of the base
# image, which prints its environment, passwords included.
set -eu
. /openstudio/fill-template.sh

template=/openstudio/icecast.xml.template
shows_template=/tmp/icecast.xml.template
config=/tmp/icecast.xml

for name in ICECAST_SOURCE_PASSWORD ICECAST_RELAY_PASSWORD ICECAST_ADMIN_PASSWORD; do
  read_secret "$name"
done
[ "$ICECAST_SOURCE_PASSWORD" != "$ICECAST_ADMIN_PASSWORD" ] ||
  stop 'ICECAST_SOURCE_PASSWORD and ICECAST_ADMIN_PASSWORD are the same; choose another.'

: "${ICECAST_SHOWS:=main}" "${ICECAST_HOSTNAME:=localhost}" "${ICECAST_ADMIN_USER:=admin}"
: "${ICECAST_CLIENTS:=512}" "${ICECAST_LISTENERS_PER_MOUNT:=240}"
ICECAST_BIND_ADDRESS=0.0.0.0
ICECAST_PORT=8000
ICECAST_WEB_ROOT=/usr/share/icecast2/web
ICECAST_ADMIN_ROOT=/usr/share/icecast2/admin
ICECAST_LOG_DIR=/tmp
ICECAST_ACCESS_LOG=access.log

case "$ICECAST_SHOWS" in
  *[!a-z0-9\ -]*) stop 'ICECAST_SHOWS must be names of shows, separated by blanks.' ;;
esac

# The part for one show stands in the template between two comments; it is there once for each show.
{
  sed '/<!-- show:/,$d' "$template"
  for show in $ICECAST_SHOWS; do
    sed -n '/<!-- show:/,/<!-- end of show -->/p' "$template" | sed "s|/main|/$show|g"
  done
  sed '1,/<!-- end of show -->/d' "$template"
} >"$shows_template"

fill_template "$shows_template" "$config" as_xml \
  ICECAST_HOSTNAME ICECAST_CLIENTS ICECAST_LISTENERS_PER_MOUNT \
  ICECAST_SOURCE_PASSWORD ICECAST_RELAY_PASSWORD ICECAST_ADMIN_USER ICECAST_ADMIN_PASSWORD \
  ICECAST_BIND_ADDRESS ICECAST_PORT ICECAST_LOG_DIR ICECAST_ACCESS_LOG ICECAST_WEB_ROOT ICECAST_ADMIN_ROOT

unset ICECAST_SOURCE_PASSWORD ICECAST_RELAY_PASSWORD ICECAST_ADMIN_PASSWORD secret value quoted
exec icecast2 -c "$config"
