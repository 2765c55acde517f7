/**
 * Compiles the kernels of `src/ops/simd/assembly` to WebAssembly, twice: `plain`, whose numbers are the same on every machine,
 * and `relaxed`, where the processor may multiply and add in one. Does nothing where both are newer than their sources.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../src/ops/simd/', import.meta.url));
const sources = `${root}assembly`;
const target = `${root}module`;

const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
const KINDS = { plain: [], relaxed: ['--enable', 'relaxed-simd'] } as const;

/** Where the module of a kind lies. */
export const simdModule = (kind: keyof typeof KINDS): string => `${target}/${kind}.wasm`;

function isFresh(file: string): boolean {
  if (!existsSync(file)) return false;
  const { mtimeMs } = statSync(file);
  const own = [
    fileURLToPath(import.meta.url),
    ...readdirSync(sources, { recursive: true, encoding: 'utf8' }).map((name) => `${sources}/${name}`),
  ];
  return own.every((source) => statSync(source).mtimeMs < mtimeMs);
}

/** Of the sections of a module (WebAssembly core specification 2.0, 5.5). */
const DATA_SECTION = 11;

/** The sections of a module by their numbers. */
function sectionsOf(module: Uint8Array): readonly number[] {
  const sections: number[] = [];
  for (let at = 8; at < module.length;) {
    sections.push(module[at++] ?? 0);
    // Its length in LEB128, seven bits a byte.
    let length = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = module[at++] ?? 0;
      length |= (byte & 127) << shift;
      more = byte > 127;
    }
    at += length;
  }
  return sections;
}

/** @throws Error with what the compiler says; where the module has data of its own, which would lie on what others have put there. */
export async function buildSimd(): Promise<void> {
  const stale = (Object.keys(KINDS) as (keyof typeof KINDS)[]).filter((kind) => !isFresh(simdModule(kind)));
  if (stale.length === 0) return;
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(target, { recursive: true });
  for (const kind of stale) {
    // Written beside and moved, so that whoever builds at the same time finds a whole file.
    const made = `module/${kind}.${process.pid}.wasm`;
    const said: string[] = [];
    const stderr = { write: (text: string | Uint8Array): void => void said.push(String(text)) };
    const files = ['assembly/index.ts', '--baseDir', root, '-o', made];
    const { error } = await asc.main([...files, ...OPTIONS, ...KINDS[kind]], { stderr });
    if (error !== null) throw new Error(`The kernels do not compile:\n${said.join('')}`, { cause: error });
    if (sectionsOf(readFileSync(`${root}${made}`)).includes(DATA_SECTION)) {
      rmSync(`${root}${made}`);
      throw new Error(
        'The kernels have static data (a literal array or string, or a table of Math): their memory is not theirs. Hand over the address of a table.',
      );
    }
    renameSync(`${root}${made}`, simdModule(kind));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildSimd();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
