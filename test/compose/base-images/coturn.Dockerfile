# Stands in for coturn/coturn where it cannot be pulled: turnserver and its tools in /usr/bin, run by nobody, and
# the capability on the program's file, from Debian. The real one is as new as Debian's development branch, so coturn comes from there
# with the libraries that it needs, and from this release only where that branch cannot be had.
FROM openstudio-stand-in/debian:root
RUN site=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources | head -n 1) \
 && echo "deb ${site:-http://deb.debian.org/debian} sid main" > /etc/apt/sources.list.d/sid.list \
 && printf 'Package: *\nPin: release n=sid\nPin-Priority: 50\n' > /etc/apt/preferences.d/sid \
 && apt-get update -q -o Acquire::Check-Valid-Until=false; \
    export DEBIAN_FRONTEND=noninteractive \
 && { apt-get install -q -y --no-install-recommends -t sid coturn libcap2-bin \
   || apt-get install -q -y --no-install-recommends coturn libcap2-bin; } \
 && setcap CAP_NET_BIND_SERVICE=+ep /usr/bin/turnserver \
 && rm -rf /var/lib/apt/lists/*
USER nobody:nogroup
CMD ["turnserver", "-c", "/etc/coturn/turnserver.conf"]
