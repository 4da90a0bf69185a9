import type { Module } from '@twinfolder/protocol'
import { createContext, use } from 'react'

const en = {
  tagline: 'Who are you today?',
  signInHint: 'An example has no passwords: choose a colleague. Each one has a Dropbox of their own.',
  signInAs: (name: string) => `Log in as ${name}`,
  modules: {
    contacts: 'Contacts',
    companies: 'Companies',
    projects: 'Projects',
    meetings: 'Meetings',
    products: 'Products',
  } satisfies Record<Module, string>,
  profile: 'Profile',
  marketplace: 'Integrations / Marketplace',
  switchUser: 'Switch user',
  yourDropbox: 'Open Dropbox',
  searchIntegrations: 'Search integrations',
  noIntegration: 'No integration matches.',
  search: 'Search',
  name: 'Name',
  number: 'Number',
  country: 'Country',
  anyCountry: 'Any country',
  actions: 'Actions',
  exportList: 'Export as CSV',
  createSegment: 'Create segment',
  segments: 'Segments',
  allRecords: 'All',
  segmentName: 'Name of the segment',
  save: 'Save',
  cancel: 'Cancel',
  records: (count: number) => `${count} ${count === 1 ? 'record' : 'records'}`,
  details: 'Details',
  notes: 'Notes',
  noNotes: 'Nothing noted yet.',
  nextSteps: 'Next steps',
  nextStep: 'Call back next week',
  newVersion: 'New version of a document',
  document: 'Document',
  newContents: 'New contents',
  saveVersion: 'Save version',
  versionSaved: 'Saved.',
  back: 'Back to the list',
  notFound: 'This page does not exist.',
  about: 'About this integration',
  calendar: 'Calendar',
  calendarAbout: 'Meetings in your calendar.',
  telephony: 'Telephony',
  telephonyAbout: 'Click a number to call it.',
  invoicing: 'Invoicing',
  invoicingAbout: 'Orders become invoices.',
  notInstalled: 'Not part of this example',
  fieldNames: {} as Record<string, string>,
}

/** The words of the example in a language. */
export type Words = typeof en

const de: Words = {
  tagline: 'Wer sind Sie heute?',
  signInHint: 'Ein Beispiel hat keine Kennwörter: Wählen Sie eine Person. Jede hat ihre eigene Dropbox.',
  signInAs: (name) => `Als ${name} anmelden`,
  modules: {
    contacts: 'Kontakte',
    companies: 'Firmen',
    projects: 'Projekte',
    meetings: 'Besprechungen',
    products: 'Produkte',
  },
  profile: 'Profil',
  marketplace: 'Integrationen / Marktplatz',
  switchUser: 'Benutzer wechseln',
  yourDropbox: 'Dropbox öffnen',
  searchIntegrations: 'Integrationen suchen',
  noIntegration: 'Keine Integration gefunden.',
  search: 'Suchen',
  name: 'Name',
  number: 'Nummer',
  country: 'Land',
  anyCountry: 'Alle Länder',
  actions: 'Aktionen',
  exportList: 'Als CSV exportieren',
  createSegment: 'Segment erstellen',
  segments: 'Segmente',
  allRecords: 'Alle',
  segmentName: 'Name des Segments',
  save: 'Speichern',
  cancel: 'Abbrechen',
  records: (count) => `${count} ${count === 1 ? 'Eintrag' : 'Einträge'}`,
  details: 'Details',
  notes: 'Notizen',
  noNotes: 'Noch nichts notiert.',
  nextSteps: 'Nächste Schritte',
  nextStep: 'Nächste Woche zurückrufen',
  newVersion: 'Neue Version eines Dokuments',
  document: 'Dokument',
  newContents: 'Neuer Inhalt',
  saveVersion: 'Version speichern',
  versionSaved: 'Gespeichert.',
  back: 'Zurück zur Liste',
  notFound: 'Diese Seite gibt es nicht.',
  about: 'Über diese Integration',
  calendar: 'Kalender',
  calendarAbout: 'Besprechungen in Ihrem Kalender.',
  telephony: 'Telefonie',
  telephonyAbout: 'Eine Nummer anklicken und anrufen.',
  invoicing: 'Rechnungen',
  invoicingAbout: 'Aus Aufträgen werden Rechnungen.',
  notInstalled: 'Nicht Teil dieses Beispiels',
  fieldNames: {
    Town: 'Ort',
    Country: 'Land',
    Email: 'E-Mail',
    Company: 'Firma',
    About: 'Worum es geht',
    Date: 'Datum',
    Time: 'Uhrzeit',
    Price: 'Preis',
  },
}

/** All words, by language. */
export const words: Readonly<Record<'en' | 'de', Words>> = { en, de }

const WordsContext = createContext<Words>(en)

/** Gives the words of a language to what is below. */
export const WordsProvider = WordsContext.Provider

/** The words of the user's language. */
export function useWords(): Words {
  return use(WordsContext)
}
