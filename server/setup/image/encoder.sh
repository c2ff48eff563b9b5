#!/bin/sh
# Builds the image's ffmpeg from Debian's own source package, with the sound parts alone. Debian's binary package brings 250 MB of pictures,
# windows and network; this one knows pipes and files, which is all the studio gives it. Runs as root in a build stage, never on a machine.
# Usage: encoder.sh DESTINATION
set -eu
destination=$1
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

# Source packages come from where the binary ones come from.
for list in /etc/apt/sources.list.d/*.sources; do
  [ -e "$list" ] && sed -i 's/^Types: deb$/Types: deb deb-src/' "$list"
done
if [ -s /etc/apt/sources.list ]; then
  sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >/etc/apt/sources.list.d/openstudio-source.list
fi
apt-get update -q
apt-get install -q -y --no-install-recommends \
  gcc libc6-dev make nasm pkg-config dpkg-dev libmp3lame-dev libopus-dev

work=$(mktemp -d)
cd "$work"
apt-get source -q ffmpeg
cd ffmpeg-*/

# All filters for sound, by the names that ffmpeg's own list gives them.
filters=$(sed -n 's/^extern const AVFilter ff_a\(f\|src\|sink\)_\([a-z0-9_]*\);.*/\2/p' libavfilter/allfilters.c | tr '\n' ',')
./configure \
  --disable-autodetect --disable-everything --disable-doc --disable-debug --disable-ffplay \
  --disable-network --disable-avdevice --disable-swscale --disable-postproc \
  --enable-libmp3lame --enable-libopus \
  --enable-protocol=pipe,file,fd \
  --enable-demuxer=aac,aiff,caf,concat,flac,matroska,mov,mp3,nut,ogg,'pcm_*',w64,wav \
  --enable-decoder=aac,alac,flac,libopus,mp2float,mp3,mp3float,opus,'pcm_*',vorbis \
  --enable-encoder=aac,alac,flac,libmp3lame,libopus,'pcm_*' \
  --enable-muxer=adts,caf,flac,ipod,matroska,mov,mp3,mp4,null,nut,ogg,opus,'pcm_*',segment,tee,w64,wav \
  --enable-parser=aac,flac,mpegaudio,opus,vorbis \
  --enable-bsf=aac_adtstoasc,extract_extradata,null \
  --enable-filter="${filters}ebur128"
make -s -j"$(nproc)" ffmpeg ffprobe
mkdir -p "$destination"
cp ffmpeg ffprobe "$destination/"
cp COPYING.LGPLv2.1 "$destination/ffmpeg-licence.txt"
rm -rf "$work"
"$destination/ffmpeg" -version
