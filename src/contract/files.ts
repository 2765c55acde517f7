/** Files that page and worker ask a host for: what they should be, and what came instead. The page words it. */

/** A file as the build knows it: what is imported by `?known`. */
export interface KnownFile {
  /** Relative to the module that asks for it. */
  readonly address: string;
  readonly bytes: number;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
}

export type FileKind = 'JavaScript' | 'WebAssembly' | 'CSS' | 'JSON' | 'images';

/**
 * What is wrong with a file. `silent`: no answer; `broken-off`: the connection ended amid it; `type`: something else came, such as
 * the page that a host has for whatever it lacks; `content`: it has its length, if that is known, but not its bytes.
 */
export type FileFault = {
  /** Path of its address. */
  readonly file: string;
} & (
  | { readonly what: 'silent' | 'broken-off' | 'content' }
  | { readonly what: 'status'; readonly status: number }
  | { readonly what: 'type'; readonly type: string; readonly wanted: FileKind }
  | { readonly what: 'length'; readonly bytes: number; readonly wanted: number }
);

/** A file of which nothing has come for ten seconds, and what it is needed for: images, what computes, or all of training. */
export interface StalledFile {
  readonly file: string;
  readonly use: 'data' | 'backend' | 'trainer';
}
