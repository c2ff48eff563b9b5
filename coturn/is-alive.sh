#!/bin/sh
# The health check: coturn answers a STUN Binding request, which is the first thing a browser asks of it.
set -eu
answer=$(turnutils_stunclient -p "${TURN_PORT:-3478}" "$TURN_LISTEN_IP" 2>&1 | sed -n '/reflexive addr/p')
[ -n "$answer" ] || { printf 'coturn does not answer STUN.\n'; exit 1; }
