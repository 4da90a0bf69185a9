import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { strToU8, zipSync } from 'fflate'
import { chromium } from 'playwright'

import { findChromium } from '../../../scripts/chromium.ts'

/**
 * Makes the example's documents: `node examples/crm/seed/make-documents.ts`. They are committed, so that starting the
 * example needs no browser; this script is how to change them.
 */
const folder = join(import.meta.dirname, 'documents')
mkdirSync(folder, { recursive: true })
const save = (name: string, bytes: Uint8Array | string): void => writeFileSync(join(folder, name), bytes)

const found = await findChromium()
const browser = await chromium.launch({ executablePath: found.executablePath, args: [...found.args] })
const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })

const letter = (title: string, paragraphs: readonly string[], rows: readonly (readonly string[])[] = []): string => `
  <html><head><style>
    body { font: 11pt/1.6 'DejaVu Sans', sans-serif; color: #1c2430; margin: 0; padding: 12mm }
    h1 { font-size: 20pt; margin: 0 0 4mm } .rule { height: 2mm; background: #2f6f5e; margin-bottom: 10mm }
    table { border-collapse: collapse; width: 100%; margin-top: 6mm } td, th { text-align: left; padding: 2mm; border-bottom: .3mm solid #d5dbe3 }
    footer { margin-top: 14mm; color: #6b7686; font-size: 9pt }
  </style></head><body><div class="rule"></div><h1>${title}</h1>
  ${paragraphs.map((text) => `<p>${text}</p>`).join('')}
  ${rows.length === 0 ? '' : `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`}
  <footer>Demo CRM · an invented document of an invented company</footer></body></html>`

const pdf = async (name: string, html: string): Promise<void> => {
  await page.setContent(html)
  save(name, await page.pdf({ format: 'A4', printBackground: true }))
}

await pdf(
  'framework-agreement.pdf',
  letter('Framework agreement', [
    'between Acme GmbH, Hafenstraße 12, Hamburg, and Demo Supplies NV, Kaai 4, Antwerp.',
    'The parties agree on deliveries within five working days after an order in writing.',
    'Prices follow the price list of the year. Either party may end this agreement with three months’ notice.',
  ]),
)
await pdf(
  'order-confirmation.pdf',
  letter(
    'Order confirmation',
    ['We confirm your order with thanks.'],
    [
      ['Item', 'Quantity', 'Price'],
      ['Desk, oak, 160 cm', '12', '€ 4,680.00'],
      ['Task chair', '12', '€ 3,240.00'],
      ['Delivery', '1', '€ 180.00'],
    ],
  ),
)
await pdf(
  'uebersicht-groessen.pdf',
  letter(
    'Übersicht der Größen',
    ['Alle Maße in Millimetern. Änderungen vorbehalten.'],
    [
      ['Größe', 'Höhe', 'Tiefe'],
      ['klein', '720', '600'],
      ['groß', '740', '800'],
    ],
  ),
)
await pdf(
  'building-permit.pdf',
  letter('Building permit 2026/118', ['Riverside, lot 7. Valid for two years from the date of issue.']),
)

await page.setContent(`<body style="margin:0"><svg width="1000" height="700" viewBox="0 0 1000 700">
  <rect width="1000" height="700" fill="#f3efe6"/><path d="M0 520 C200 460 320 600 520 540 S820 470 1000 540 V700 H0Z" fill="#8fb8d8"/>
  <g fill="#fff" stroke="#3b4756" stroke-width="3"><rect x="120" y="120" width="240" height="180"/><rect x="420" y="160" width="180" height="140"/><rect x="680" y="100" width="200" height="240"/></g>
  <g fill="#2f6f5e"><circle cx="80" cy="380" r="26"/><circle cx="400" cy="400" r="30"/><circle cx="640" cy="390" r="24"/><circle cx="920" cy="400" r="28"/></g>
  <g font-family="DejaVu Sans" font-size="28" fill="#3b4756"><text x="160" y="220">House A</text><text x="440" y="240">House B</text><text x="710" y="230">House C</text><text x="40" y="60" font-size="34">Riverside, site plan</text></g></svg></body>`)
save('site-plan.png', await page.screenshot({ type: 'png' }))
await page.setContent(
  `<body style="margin:0;width:1000px;height:700px;background:radial-gradient(circle at 70% 20%,#ffe1a8,#f08a5d 40%,#6a2c70)"></body>`,
)
save('showroom.jpg', await page.screenshot({ type: 'jpeg', quality: 82 }))
await browser.close()

save(
  'offer-2026.docx',
  zipSync({
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${['Offer 2026', 'Twelve desks and twelve task chairs, delivered and set up.', 'This offer is valid for thirty days.'].map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`,
    ),
  }),
)
const cell = (ref: string, value: string | number): string =>
  typeof value === 'number'
    ? `<c r="${ref}"><v>${value}</v></c>`
    : `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`
const prices: readonly (readonly [string, number])[] = [
  ['Desk, oak, 160 cm', 390],
  ['Task chair', 270],
  ['Lamp', 85],
  ['Shelf', 140],
]
save(
  'price-list.xlsx',
  zipSync({
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    ),
    'xl/workbook.xml': strToU8(
      '<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Prices" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${prices.map(([name, price], index) => `<row r="${index + 1}">${cell(`A${index + 1}`, name)}${cell(`B${index + 1}`, price)}</row>`).join('')}</sheetData></worksheet>`,
    ),
  }),
)
save(
  'drawings.zip',
  zipSync({
    'readme.txt': strToU8('Drawings of the showroom, 2026.\n'),
    'front.svg': strToU8(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M1 9V4l4-3 4 3v5z"/></svg>\n',
    ),
  }),
)
save('notes.txt', 'Call on Monday: delivery date, colour of the chairs, invoice address.\n')
save('empty.txt', '')
