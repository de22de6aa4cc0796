export type ImageSize = { readonly width: number; readonly height: number };

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** Frame headers of JPEG are 0xC0–0xCF without the tables at C4, C8 and CC. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const jpegSize = (content: Buffer): ImageSize | undefined => {
  let at = 2;
  while (at + 9 < content.length && content[at] === 0xff) {
    if (isFrame(content.readUInt8(at + 1))) {
      return { height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) };
    }
    at += 2 + content.readUInt16BE(at + 2);
  }
  return undefined;
};

/** Width and height in pixels of a PNG or a JPEG; undefined for everything else. */
export const imageSize = (content: Buffer): ImageSize | undefined => {
  if (content.length >= 24 && content.subarray(0, 4).equals(PNG)) {
    return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
  }
  return content.length > 4 && content[0] === 0xff && content[1] === 0xd8 ? jpegSize(content) : undefined;
};
