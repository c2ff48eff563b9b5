#!/bin/sh
# Starts coturn with the configuration made of turnserver.conf.template, the settings and the secret file. Replaces the entrypoint of the base
# image, which passes its arguments through `eval`.
set -eu
. /openstudio/fill-template.sh

config=/tmp/turnserver.conf

read_secret TURN_SECRET
for name in TURN_LISTEN_IP TURN_SFU_IP; do
  eval "address=\${$name:-}"
  case "$address" in
    '') stop "$name is not set. Set PUBLIC_IP to the address by which browsers reach this machine." ;;
    0.0.0.0 | ::) stop "$name must be a single address, and $address is every address." ;;
    127.* | ::1 | localhost) stop "$name must not be a loopback address: the relay would open this machine to strangers." ;;
    *[!0-9a-fA-F.:]*) stop "$name must be an IP address, and \"$address\" is none." ;;
  esac
done

: "${TURN_PORT:=3478}" "${TURN_TLS_PORT:=5349}" "${TURN_REALM:=openstudio}"
: "${TURN_RELAY_PORT_MIN:=49152}" "${TURN_RELAY_PORT_MAX:=49200}"
TURN_RELAY_IP=$TURN_LISTEN_IP
TURN_TOTAL_QUOTA=$((TURN_RELAY_PORT_MAX - TURN_RELAY_PORT_MIN + 1))
TURN_LOOPBACK_PEERS=
TURN_VERBOSE=
[ "${TURN_LOG_SESSIONS:-0}" = 0 ] || TURN_VERBOSE=verbose
# Behind a router that maps addresses one to one, browsers must be told the outer one.
TURN_EXTERNAL=
if [ -n "${TURN_EXTERNAL_IP:-}" ] && [ "$TURN_EXTERNAL_IP" != "$TURN_LISTEN_IP" ]; then
  TURN_EXTERNAL="external-ip=$TURN_EXTERNAL_IP/$TURN_LISTEN_IP"
fi

help=$(turnserver -h 2>&1) || :
# Whether this version of coturn has an option of this name.
knows() {
  case "$help" in
    *"--$1"[[:space:]=]*) ;;
    *) return 1 ;;
  esac
}

# TLS where there is a certificate, as certbot and Caddy name the files.
TURN_NO_TLS=no-tls
TURN_NO_DTLS=no-dtls
set --
if [ -r /certificates/fullchain.pem ] && [ -r /certificates/privkey.pem ]; then
  TURN_NO_TLS=
  TURN_NO_DTLS=
  set -- --tls-listening-port "$TURN_TLS_PORT" --cert /certificates/fullchain.pem --pkey /certificates/privkey.pem
  # A newer one starts DTLS only when it is told to.
  if knows dtls; then
    set -- "$@" --dtls
  fi
fi

# A newer one can limit what it answers to strangers; an older one would not start with options that it does not know.
if knows unauthorized-ratelimit-rps; then
  set -- "$@" --unauthorized-ratelimit --unauthorized-ratelimit-rps=10
fi

fill_template /openstudio/turnserver.conf.template "$config" as_plain \
  TURN_LISTEN_IP TURN_RELAY_IP TURN_EXTERNAL TURN_PORT TURN_RELAY_PORT_MIN TURN_RELAY_PORT_MAX TURN_SECRET TURN_REALM \
  TURN_TOTAL_QUOTA TURN_NO_TLS TURN_NO_DTLS TURN_SFU_IP TURN_LOOPBACK_PEERS TURN_VERBOSE

# What an older one must be told to leave off, a newer one has no option for, and calls an error.
for option in no-cli no-tlsv1 no-tlsv1_1 no-dtls no-stun-backward-compatibility; do
  knows "$option" || sed -i "/^$option\$/d" "$config"
done

unset TURN_SECRET secret value quoted plain
cd /tmp
exec turnserver -c "$config" "$@"
