/** The camera: asked of the browser, and photos out of its picture. */

/** Side of a photo in pixels: enough for any side that a set may have, and as Teachable Machine takes them. */
const PHOTO_SIDE = 224;
const QUALITY = 0.92;

export type CameraProblem =
  | { readonly kind: 'none' | 'denied' | 'insecure' | 'busy' }
  | { readonly kind: 'other'; readonly message: string };

/** What is wrong, by what `getUserMedia` threw. */
export function cameraProblem(error: unknown): CameraProblem {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  switch (name) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { kind: 'none' };
    case 'NotAllowedError':
    case 'SecurityError':
      return { kind: 'denied' };
    case 'NotReadableError':
    case 'AbortError':
      return { kind: 'busy' };
    default:
      return { kind: 'other', message };
  }
}

/** Opens a camera: this one, or the one that looks away from the reader where there are several. Null on a page that may have none. */
export async function openCamera(deviceId: string | null): Promise<MediaStream | null> {
  // Browsers do not even have it where the page is not served securely.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (devices === undefined) return null;
  const which = deviceId === null ? { facingMode: 'environment' } : { deviceId: { exact: deviceId } };
  return devices.getUserMedia({
    audio: false,
    video: { ...which, width: { ideal: 640 }, height: { ideal: 480 } },
  });
}

/** Ids of all cameras; known once one of them may be used. */
export async function cameraIds(): Promise<readonly string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
}

/** The middle of what a camera shows, as a square JPEG; null where it shows nothing yet. */
export async function photoOf(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video;
  const side = Math.min(videoWidth, videoHeight);
  if (side === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = PHOTO_SIDE;
  canvas.height = PHOTO_SIDE;
  const context = canvas.getContext('2d');
  const [x, y] = [(videoWidth - side) / 2, (videoHeight - side) / 2];
  context?.drawImage(video, x, y, side, side, 0, 0, PHOTO_SIDE, PHOTO_SIDE);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}
