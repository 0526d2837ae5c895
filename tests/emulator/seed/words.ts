// Fillers for the slots of the sentence templates.

import { COMPANIES, GIVEN, SURNAMES } from './people'
import type { Random } from './random'

const LISTS: Record<string, readonly string[]> = {
  city: 'Antwerp Bergen Bilbao Bristol Brno Cardiff Cork Dresden Galway Gdańsk Ghent Graz Lausanne Leeds Leipzig Lille Linz Lyon Malmö Nantes Oporto Rotterdam Tallinn Trieste Turku Utrecht Valencia Wrocław'.split(
    ' ',
  ),
  weekday: 'Monday Tuesday Wednesday Thursday Friday'.split(' '),
  month: 'January February March April May June July August September October November December'.split(' '),
  device: [
    'infusion pump',
    'portable ultrasound',
    'patient monitor',
    'centrifuge',
    'surgical light',
    'autoclave',
    'ECG trolley',
    'insulin cooler',
    'hip stem set',
    'dialysis chair',
    'spirometer',
  ],
  goods: [
    'two pallets of housings',
    'the return crates',
    'a full container of fittings',
    'the cold-chain boxes',
    'forty reels of cable',
    'the spare compressors',
    'a mixed load of panels',
    'six drums of coolant',
  ],
  feature: [
    'single sign-on',
    'the audit export',
    'the calendar view',
    'bulk editing',
    'the mobile login',
    'webhook retries',
    'the search index',
    'role permissions',
    'the invoice import',
    'offline mode',
  ],
  document: [
    'framework agreement',
    'non-disclosure agreement',
    'lease addendum',
    'data processing agreement',
    'share transfer form',
    'supplier contract',
    'settlement letter',
    'power of attorney',
  ],
  part: [
    'the west stairwell',
    'the loading bay',
    'the roof lights',
    'the second-floor slab',
    'the courtyard paving',
    'the lift shaft',
    'the façade panels',
    'the plant room',
  ],
  plant: [
    'turbine 7',
    'the rooftop array',
    'substation B',
    'the battery hall',
    'the biogas line',
    'inverter string 12',
    'the heat pump',
    'the transformer yard',
  ],
  dish: [
    'the sourdough range',
    'olive tapenade',
    'the miso broth',
    'gluten-free rolls',
    'the spring menu',
    'smoked aubergine',
    'oat biscuits',
    'pickled lemons',
  ],
  account: [
    'the operating account',
    'the leasing portfolio',
    'the pension scheme',
    'the quarterly forecast',
    'the credit line',
    'the petty cash ledger',
    'the travel budget',
  ],
  room: [
    'a quiet double room',
    'the garden meeting room',
    'two twin rooms',
    'the group rate',
    'the late check-in',
    'the sleeper cabin',
    'the sea-view suite',
  ],
  course: [
    'the welding course',
    'the first-aid day',
    'Spanish for beginners',
    'the data workshop',
    'the leadership module',
    'the apprentice intake',
    'the summer school',
  ],
  mood: ['good', 'steady', 'promising', 'better than last quarter', 'slower than planned', 'on track', 'encouraging'],
  duration: ['two days', 'a week', 'ten working days', 'about an hour', 'three weeks', 'a fortnight', 'half a day'],
}

/** Replaces `{slot}`; numbers: {amount} {order} {percent} {count} {day} {time}; people: {person} {company}. */
export function fill(template: string, random: Random): string {
  return template.replace(/\{(\w+)\}/g, (whole, slot: string) => {
    switch (slot) {
      case 'amount':
        return `€${(random.int(980) + 20).toString()},${String(random.int(10) * 100).padStart(3, '0')}`
      case 'order':
        return `${String.fromCharCode(65 + random.int(26))}${10_000 + random.int(89_999)}`
      case 'percent':
        return `${1 + random.int(38)} %`
      case 'count':
        return String(2 + random.int(58))
      case 'day':
        return String(1 + random.int(28))
      case 'time':
        return `${8 + random.int(10)}:${random.pick(['00', '15', '30', '45'])}`
      case 'person':
        return `${random.pick(GIVEN)} ${random.pick(SURNAMES)}`
      case 'first':
        return random.pick(GIVEN)
      case 'company':
        return random.pick(COMPANIES).name
      default: {
        const list = LISTS[slot]
        return list ? random.pick(list) : whole
      }
    }
  })
}
