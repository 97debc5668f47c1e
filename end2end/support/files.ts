// Evidence for the tests, made here: nothing binary lies in the repository.
import { crc32, deflateSync } from 'node:zlib';

interface Evidence {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

function chunk(kind: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(checksum(typed));
  return Buffer.concat([size, typed, sum]);
}

/** CRC-32; Node brings one from 22 on. */
function checksum(bytes: Buffer): number {
  if (crc32) return crc32(bytes);
  let sum = 0xffff_ffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb8_8320 : 0);
  }
  return (sum ^ 0xffff_ffff) >>> 0;
}

/** A grey picture. */
export function picture(name = '车库 照片.png', side = 64): Evidence {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 8;
  const rows = Buffer.alloc((side + 1) * side, 0x80);
  for (let row = 0; row < side; row++) rows[row * (side + 1)] = 0;
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const buffer = Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
  return { name, mimeType: 'image/png', buffer };
}

/** A document of that many bytes. */
export function document(name = '执行裁定书.pdf', size = 2_000): Evidence {
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size, 0x20), Buffer.from('\n%%EOF\n')]) };
}

/** A program, whatever its name says. */
export function program(name = '照片.jpg'): Evidence {
  return { name, mimeType: 'image/jpeg', buffer: Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(512)]) };
}

export function nothing(name = '空.pdf'): Evidence {
  return { name, mimeType: 'application/pdf', buffer: Buffer.alloc(0) };
}
