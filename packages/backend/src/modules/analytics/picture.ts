import { fileURLToPath } from 'node:url';

/** PT Sans was made for the alphabets of Russia; it comes with the program, so that every machine draws the same. */
const FONTS = [
  import.meta.resolve('@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf'),
  import.meta.resolve('@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf'),
].map((url) => fileURLToPath(url));

/** Twice as many points as the picture measures: telephones have that many. */
const ZOOM = 2;

/**
 * Draws an SVG as a PNG, off the main thread. The library is large, and read by those only who draw: everybody else would
 * wait for it at each start.
 */
export const drawPng = async (svg: string): Promise<Buffer> => {
  const { renderAsync } = await import('@resvg/resvg-js');
  const picture = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: 'PT Sans' },
  });
  return picture.asPng();
};
