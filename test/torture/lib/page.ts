import type { Report } from './report.ts';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  section { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 12px; padding: 0 1.25rem 1rem; margin: 1rem 0; }
  h2 small { font-weight: normal; opacity: 0.7; }
  .holds { color: light-dark(#11734b, #5fd3a0); } .wrong { color: light-dark(#b3261e, #ff8a80); }
  table { border-collapse: collapse; } td { padding: 0.1rem 1.5rem 0.1rem 0; } td + td { text-align: right; font-variant-numeric: tabular-nums; }
  .where { opacity: 0.7; font-size: 0.875rem; }`;

const section = ({ name, what, seed, date, machine, figures, wrong, passed }: Report): string => `
  <section id="${escaped(name)}">
    <h2>${escaped(name)} <small class="${passed ? 'holds' : 'wrong'}">${passed ? 'holds' : `${wrong.length} × wrong`}</small></h2>
    <p>${escaped(what)}</p>
    ${wrong.length === 0 ? '' : `<ul class="wrong">${wrong.map((sentence) => `<li>${escaped(sentence)}</li>`).join('')}</ul>`}
    <table>${Object.entries(figures)
      .map(
        ([figure, value]) =>
          `<tr><td>${escaped(figure.replaceAll('_', ' '))}</td><td>${value.toLocaleString('en')}</td></tr>`,
      )
      .join('')}</table>
    <p class="where">${escaped(machine)}; ${escaped(date)}; seed ${seed}</p>
  </section>`;

/** What was found as a page that needs nothing but itself. */
export const pageOf = (reports: readonly Report[]): string => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Okno under torture</title>
  <style>${STYLE}</style>
</head>
<body>
  <h1>Okno under torture</h1>
  <p>${reports.filter(({ passed }) => passed).length} of ${reports.length} hold.</p>${reports.map(section).join('')}
</body>
</html>
`;
