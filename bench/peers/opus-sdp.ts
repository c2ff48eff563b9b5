/** The SDP file by which ffmpeg and Liquidsoap are told of one RTP flow of Opus (RFC 8866, RFC 7587). Pure. */
export function opusSdp(port: number, payloadType: number): string {
  return [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=talker',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} opus/48000/2`,
    `a=fmtp:${payloadType} useinbandfec=1`,
    '',
  ].join('\r\n');
}
