/** The devices of this computer, as the browser tells them. */

export type MediaDevice = { readonly deviceId: string; readonly label: string };

/** The `default` entries of Chromium repeat a device that is in the list anyway; they stay, because people choose them on purpose. */
export async function listDevices(
  kind: MediaDeviceKind,
  nameless: (number: number) => string,
): Promise<MediaDevice[]> {
  // Empty when the browser refuses to tell, which it may while the page is going away.
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices
    .filter((device) => device.kind === kind && device.deviceId !== '')
    .map((device, index) => ({
      deviceId: device.deviceId,
      label: device.label === '' ? nameless(index + 1) : device.label,
    }));
}

export function hasMediaDevices(): boolean {
  return 'mediaDevices' in navigator && navigator.mediaDevices !== undefined;
}

/** The browser's present answer for a device, with news of it; null where it does not tell (Firefox and Safari may not). */
export async function devicePermission(name: 'microphone' | 'camera'): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name });
  } catch {
    return null;
  }
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
