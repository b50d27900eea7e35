import { createRequire } from 'node:module';
import type { Resvg } from '@resvg/resvg-js';

type Renderer = new (...given: ConstructorParameters<typeof Resvg>) => Resvg;

/**
 * A drawing as a PNG of so many pixels across; null where the renderer or its font is not installed:
 * both are optional, and the renderer's binaries exist for the common machines only. Letters are
 * DejaVu Sans's on every machine, for the fonts of a machine may be none at all, and then resvg
 * draws no text.
 */
export async function svgToPng(svg: string, width: number): Promise<Buffer | null> {
  const parts = await load();
  if (parts === null) return null;
  const { renderer: Render, fonts } = parts;
  const rendered = new Render(svg, {
    font: { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
    fitTo: { mode: 'width', value: width },
  });
  return rendered.render().asPng();
}

async function load(): Promise<{ readonly renderer: Renderer; readonly fonts: string[] } | null> {
  const { resolve } = createRequire(import.meta.url);
  try {
    const { Resvg: renderer } = await import('@resvg/resvg-js');
    const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
      resolve(`dejavu-fonts-ttf/ttf/${name}`),
    );
    return { renderer, fonts };
  } catch {
    return null;
  }
}
