/** The stages' own words. What the components say, they bring along. */
export interface StageWords {
  readonly dropboxOf: string
  /** What the panel is, and how files come here. */
  readonly aboutDropbox: string
  readonly putFile: (folder: string) => string
  readonly details: Readonly<Record<string, string>>
  readonly segment: string
  readonly marketplace: string
}

const en: StageWords = {
  dropboxOf: 'Dropbox of Sofie',
  aboutDropbox:
    'An emulated Dropbox in this page. Files come here through the server, the sync engine and Dropbox’s own SDK.',
  putFile: (folder) => `Put a signed offer into ${folder}`,
  details: { City: 'Ghent', Sector: 'Furniture', Contact: 'Marie Peeters', Since: '2019' },
  segment: 'Customers in Belgium',
  marketplace: 'Marketplace',
}

const de: StageWords = {
  dropboxOf: 'Dropbox von Sofie',
  aboutDropbox:
    'Ein nachgebildetes Dropbox in dieser Seite. Dateien kommen über den Server, die Synchronisierung und Dropbox’ eigenes SDK hierher.',
  putFile: (folder) => `Ein unterschriebenes Angebot in ${folder} legen`,
  details: { Ort: 'Gent', Branche: 'Möbel', Kontakt: 'Marie Peeters', Seit: '2019' },
  segment: 'Kunden in Belgien',
  marketplace: 'Marktplatz',
}

/** The words of a language of the toolbar. */
export function stageWords(locale: string): StageWords {
  return locale === 'de' ? de : en
}
