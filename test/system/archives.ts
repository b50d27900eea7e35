import { execFileSync } from 'node:child_process';

export const zipName = 'Archiv ü.zip';
export const tarName = 'Archiv ü.tar.gz';

/** Makes an archive in `folder` with Python's own zipfile and tarfile. */
export function python(folder: string, program: string): void {
  const prelude = `
import io, stat, struct, sys, tarfile, zipfile
zip_name, tar_name = ${JSON.stringify(zipName)}, ${JSON.stringify(tarName)}
def z(*entries, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(zip_name, 'w', compression) as f:
        for name, data, mode in entries:
            i = zipfile.ZipInfo('x', (2021, 7, 1, 12, 0, 2)); i.filename = name
            i.create_system = 3; i.external_attr = mode << 16; i.compress_type = compression
            f.writestr(i, data)
def t(*entries):
    with tarfile.open(tar_name, 'w:gz') as f:
        for name, data, mode, kind, target in entries:
            i = tarfile.TarInfo(name); i.mode = mode; i.type = kind; i.linkname = target
            i.mtime = 1625140802; i.size = len(data)
            f.addfile(i, io.BytesIO(data))
REG, DIR, SYM, LNK, FIFO = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE
`;
  execFileSync('python3', ['-c', prelude + program], { cwd: folder, stdio: 'pipe' });
}
