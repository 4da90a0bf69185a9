import type { Module } from '@twinfolder/core'

/** The words that the widget uses for modules, too. */
const names: Readonly<Record<string, Readonly<Record<Module, string>>>> = {
  en: {
    contacts: 'Contacts',
    companies: 'Companies',
    projects: 'Projects',
    meetings: 'Meetings',
    products: 'Products',
  },
  de: {
    contacts: 'Kontakte',
    companies: 'Firmen',
    projects: 'Projekte',
    meetings: 'Besprechungen',
    products: 'Produkte',
  },
  nl: {
    contacts: 'Contacten',
    companies: 'Bedrijven',
    projects: 'Projecten',
    meetings: 'Afspraken',
    products: 'Artikelen',
  },
  fr: { contacts: 'Contacts', companies: 'Sociétés', projects: 'Projets', meetings: 'Réunions', products: 'Produits' },
  it: { contacts: 'Contatti', companies: 'Società', projects: 'Progetti', meetings: 'Incontri', products: 'Prodotti' },
  es: {
    contacts: 'Contactos',
    companies: 'Empresas',
    projects: 'Proyectos',
    meetings: 'Reuniones',
    products: 'Productos',
  },
  da: {
    contacts: 'Kontakter',
    companies: 'Virksomheder',
    projects: 'Projekter',
    meetings: 'Møder',
    products: 'Produkter',
  },
}

/** The folder of a module in the language of a locale, e.g. `Firmen`; in English where we do not speak it. */
export function moduleFolderName(module: Module, locale: string): string {
  const language = locale.toLowerCase().split('-')[0] ?? ''
  const inEnglish = module.charAt(0).toUpperCase() + module.slice(1)
  return (Object.hasOwn(names, language) ? names[language]?.[module] : undefined) ?? inEnglish
}
