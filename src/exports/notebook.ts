/** The notebook of a folder with all of the folder in it, so that it runs wherever it is opened, by itself. */
import { crc32 } from '../formats/crc32';

type Bytes = Uint8Array<ArrayBuffer>;

interface Notebook {
  readonly cells: readonly unknown[];
}

/** Characters of a line: editors show many short lines sooner than a long one. */
const LINE = 120;
/** Bytes that are written at a time: whole groups of three, which are four characters each. */
const CHUNK = 3 * 8192;

/**
 * Puts a cell behind the first that unpacks the folder, under a name that tells it from those of other notebooks: where many
 * are kept beside each other, each runs its own. What was changed in there is left as it is.
 * @param notebook The text of a notebook, in version 4 of nbformat.
 * @param archive The folder's files as a zip.
 */
export async function wholeNotebook(notebook: string, archive: Bytes): Promise<string> {
  const content = JSON.parse(notebook) as Notebook;
  const packed = new Blob([archive]).stream().pipeThrough(new CompressionStream('gzip'));
  const text = base64(new Uint8Array(await new Response(packed).arrayBuffer()));
  const digest = crc32(archive).toString(16).padStart(8, '0');
  const lines = text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  const source = `# The files of the project, packed: model, training loop, weights and images.
import base64
import gzip
import io
import sys
import zipfile
from pathlib import Path

FOLDER = Path("resnet-explorer-${digest}")
FILES = """
${lines.join('\n')}
"""

if not FOLDER.exists():
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(base64.b64decode(FILES)))) as archive:
        archive.extractall(FOLDER)
sys.path.insert(0, str(FOLDER.resolve()))
print(f"The files are in {FOLDER}.")`;
  const cell = {
    cell_type: 'code',
    id: 'files',
    // Folded by Jupyter and by Colab.
    metadata: { jupyter: { source_hidden: true }, cellView: 'form' },
    source: source.split(/(?<=\n)/),
    execution_count: null,
    outputs: [],
  };
  const [first, ...others] = content.cells;
  return `${JSON.stringify({ ...content, cells: [first, cell, ...others] }, null, 1)}\n`;
}

function base64(bytes: Bytes): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK)
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + CHUNK))));
  return parts.join('');
}
