// Invented companies and people. All domains end in .example, so nothing can ever be sent to anyone.

import type { Address } from '../mail/content'
import type { Random } from './random'

export type Field =
  | 'medical'
  | 'logistics'
  | 'software'
  | 'law'
  | 'construction'
  | 'energy'
  | 'food'
  | 'finance'
  | 'travel'
  | 'education'

export interface Company {
  name: string
  domain: string
  field: Field
}

const company = (name: string, domain: string, field: Field): Company => ({ name, domain: `${domain}.example`, field })

export const COMPANIES: readonly Company[] = [
  company('Halden Medical', 'halden-medical', 'medical'),
  company('Brightwater Diagnostics', 'brightwater-dx', 'medical'),
  company('Orthovia Implants', 'orthovia', 'medical'),
  company('St Alban Clinic Group', 'stalban-clinics', 'medical'),
  company('Northgate Freight', 'northgate-freight', 'logistics'),
  company('Pelikaan Shipping', 'pelikaan', 'logistics'),
  company('Cargoline Baltic', 'cargoline', 'logistics'),
  company('Swiftdepot', 'swiftdepot', 'logistics'),
  company('Quillstack', 'quillstack', 'software'),
  company('Lumen & Loop', 'lumenloop', 'software'),
  company('Tessera Cloud', 'tessera-cloud', 'software'),
  company('Fieldnote Labs', 'fieldnote', 'software'),
  company('Marrow & Finch LLP', 'marrowfinch', 'law'),
  company('Kanzlei Ostertag', 'kanzlei-ostertag', 'law'),
  company('Delacroix Avocats', 'delacroix-avocats', 'law'),
  company('Ironbridge Contractors', 'ironbridge', 'construction'),
  company('Tallo Architects', 'tallo', 'construction'),
  company('Rookwood Glazing', 'rookwood', 'construction'),
  company('Windhaven Energy', 'windhaven', 'energy'),
  company('Solmera', 'solmera', 'energy'),
  company('Grid & Grain Utilities', 'gridgrain', 'energy'),
  company('Olivaro Foods', 'olivaro', 'food'),
  company('Hearth & Rye Bakeries', 'hearthrye', 'food'),
  company('Kombu Kitchens', 'kombu', 'food'),
  company('Ledgerline Partners', 'ledgerline', 'finance'),
  company('Harbour Mutual', 'harbourmutual', 'finance'),
  company('Castellane Leasing', 'castellane', 'finance'),
  company('Wayfarer Retreats', 'wayfarer', 'travel'),
  company('Hotel Miramonte', 'miramonte', 'travel'),
  company('Railhop', 'railhop', 'travel'),
  company('Beacon Hill Academy', 'beaconhill', 'education'),
  company('Open Lathe School', 'openlathe', 'education'),
]

export const GIVEN = (
  'Aisha Amara Anders Anouk Beatriz Bram Camille Chidi Clara Daniel Dilnoza Elena Emeka Farid Fatima Florian Freya Giulia Hana Hugo Ines ' +
  'Ingrid Isak Jelena Jonas Kaito Katarzyna Kofi Lars Leila Linh Lucía Magnus Mateo Meera Milan Nadia Naomi Niamh Noor Oksana Oliver Owen Paolo Petra Priya ' +
  'Quentin Rafael Rania Ravi Rosa Ruben Sana Sofia Søren Tamsin Tariq Thandiwe Tomáš Ursula Viktor Wanjiru Xavier Yara Yusuf Zoë'
).split(' ')

export const SURNAMES = (
  'Abara Achterberg Almeida Andersson Bakshi Barlow Becker Bianchi Brandt Calloway Castro Chandra Darwish Dubois Eriksen Farrell Fenwick Ferreira ' +
  'Gallagher García Haddad Hofmann Ibrahim Ishikawa Jansen Kamau Kaur Kowalski Laurent Lindqvist Mbeki McAllister Moreau Mwangi Nakamura Nowak Nguyen Odhiambo ' +
  "O'Neill Okafor Oyelaran Pereira Petrov Quist Rahman Rossi Sandoval Sato Schreiber Silva Sokolova Takahashi Teixeira Ueda Vasquez Vogel Wexford Whitlock Yilmaz Zeman"
).split(' ')

const ascii = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f']/g, '')
    .replace(/ø/g, 'o')
    .toLowerCase()

/** A person of the company; the same generator state gives the same person. */
export function personAt(random: Random, { domain }: Company): Address {
  const given = random.pick(GIVEN)
  const surname = random.pick(SURNAMES)
  return { name: `${given} ${surname}`, address: `${ascii(given)}.${ascii(surname)}@${domain}` }
}
