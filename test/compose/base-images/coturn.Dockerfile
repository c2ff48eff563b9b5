# Stands in for coturn/coturn where it cannot be pulled: turnserver and its tools in /usr/bin, run by nobody, and
# the capability on the program's file, from Debian.
FROM openstudio-stand-in/debian:root
RUN apt-get update -q \
 && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends coturn libcap2-bin \
 && setcap CAP_NET_BIND_SERVICE=+ep /usr/bin/turnserver \
 && rm -rf /var/lib/apt/lists/*
USER nobody:nogroup
CMD ["turnserver", "-c", "/etc/coturn/turnserver.conf"]
