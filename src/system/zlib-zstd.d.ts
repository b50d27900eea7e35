/**
 * The types of minizlib, which tar stands on, name two classes that Node has from 22.15 on only and
 * that @types/node 20 does not know. To be removed with @types/node 22.
 */
declare module 'zlib' {
  type ZstdCompress = BrotliCompress;
  type ZstdDecompress = BrotliDecompress;
}
