/** How a file of experiments is known by its first bytes. */

/** Of the index, which stands first in it. */
export const INDEX_PATH = 'resnet-explorer.json';

/** Whether a file that begins with these bytes is one of these: in a zip the first name follows a header of 30 bytes. */
export function isExperimentsFile(head: Uint8Array): boolean {
  const path = new TextEncoder().encode(INDEX_PATH);
  return head[0] === 0x50 && head[1] === 0x4b && path.every((byte, i) => head[30 + i] === byte);
}
