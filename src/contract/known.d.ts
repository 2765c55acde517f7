/** A file by its address, with what the build knows of it: see `scripts/known-files.ts`. */
declare module '*?known' {
  /** A `KnownFile`. */
  const file: { readonly address: string; readonly bytes: number; readonly sha256: string };
  export default file;
}
