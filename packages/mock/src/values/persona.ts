import type { Faker } from '@faker-js/faker'
import type { Resource } from '../description/resources/resource.ts'
import { words } from '../prism/prism.ts'
import type { Random } from '../store/random.ts'

/** A person and the person's company, so that the values of one record fit each other. */
export interface Persona {
  readonly firstName: string
  readonly lastName: string
  readonly fullName: string
  readonly jobTitle: string
  readonly company: string
  /** Of the company, for example `northwind-traders.example`. */
  readonly domain: string
  readonly email: string
  readonly userName: string
  readonly phone: string
  readonly street: string
  readonly city: string
  readonly state: string
  readonly postalCode: string
  readonly country: string
  readonly countryCode: string
}

/** What values of one record share. */
export interface Generation {
  readonly random: Random
  readonly persona: Persona
  /** Name of the collection. */
  readonly noun: string
  /** Made-up times are before this one. */
  readonly now: Date
  /**
   * Whether a value is the default or the example of its schema, if there is one, for properties that a creation leaves
   * out.
   */
  readonly asShown?: boolean
}

/** The source of a record's values. */
export interface Generations {
  /** A value that fits the persona of a record, for what a request leaves open. */
  generation(purpose: string, resource: Resource | undefined): Generation
}

/** Countries with the phone prefix that belongs to them. */
const countries = [
  { country: 'Germany', countryCode: 'DE', prefix: '+49 30' },
  { country: 'Netherlands', countryCode: 'NL', prefix: '+31 20' },
  { country: 'France', countryCode: 'FR', prefix: '+33 1' },
  { country: 'United Kingdom', countryCode: 'GB', prefix: '+44 20' },
  { country: 'United States', countryCode: 'US', prefix: '+1 425' },
  { country: 'Sweden', countryCode: 'SE', prefix: '+46 8' },
]

/** A faker whose next values follow from `random`. */
export function fakerFor(random: Random): Faker {
  const { faker } = words()
  faker.seed(random.between(1, 2_000_000_000))
  return faker
}

/** Makes up a persona. Its domain ends in `.example`, which never belongs to anyone (RFC 2606). */
export function personaFrom(random: Random): Persona {
  const faker = fakerFor(random)
  const firstName = faker.person.firstName()
  const lastName = faker.person.lastName()
  const company = faker.company.name()
  const domain = `${slug(company)}.example`
  const userName = `${slug(firstName)}.${slug(lastName)}`
  const { prefix, ...country } = random.pick(countries)
  return {
    firstName,
    lastName,
    fullName: `${firstName} ${lastName}`,
    jobTitle: faker.person.jobTitle(),
    company,
    domain,
    email: `${userName}@${domain}`,
    userName,
    phone: `${prefix} ${faker.string.numeric(3)} ${faker.string.numeric(4)}`,
    street: faker.location.streetAddress(),
    city: faker.location.city(),
    state: faker.location.state(),
    postalCode: faker.location.zipCode('#####'),
    ...country,
  }
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** Text by the name of a property. The first match wins. */
const suggestions: readonly (readonly [RegExp, (persona: Persona, noun: string) => string])[] = [
  [/^(first|given)name$/, (p) => p.firstName],
  [/^(last|sur|family)name$|^surname$/, (p) => p.lastName],
  [/principalname|email|^mail$|upn$/, (p) => p.email],
  [/username|login|nickname|handle|alias/, (p) => p.userName],
  [/fullname|contactname|personname|author|owner(name)?$|assignee(name)?$/, (p) => p.fullName],
  [/company|organi[sz]ation|employer|vendor|tenantname/, (p) => p.company],
  [/domain|hostname/, (p) => p.domain],
  [/jobtitle|^role$|position/, (p) => p.jobTitle],
  [/phone|mobile|fax/, (p) => p.phone],
  [/street|addressline|^address1?$/, (p) => p.street],
  [/^(city|town|locality)$/, (p) => p.city],
  [/^(state|province|region)$/, (p) => p.state],
  [/postal|zip/, (p) => p.postalCode],
  [/country.*code|countryletter|usagelocation|^country$/, (p) => p.countryCode],
  [/country/, (p) => p.country],
  [/culture|locale/, () => 'en-US'],
  [/language/, () => 'en'],
  [/currency/, () => 'EUR'],
  [/timezone/, () => 'Europe/Berlin'],
  [/website|homepage|url$|uri$|href/, (p) => `https://www.${p.domain}/`],
]

/** Nouns whose records are people; everything else with a name is called after a company. */
const people = /user|member|person|people|contact|employee|author|student|patient|driver|agent/i

/**
 * Text that fits the name of a property and the persona of its record; undefined if the name gives no hint.
 *
 * @param noun name of the collection, for example `users`
 */
export function suggestText(name: string, noun: string, persona: Persona): string | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (plain === 'name' || plain === 'displayname')
    return people.test(noun) ? persona.fullName : persona.company
  return suggestions.find(([pattern]) => pattern.test(plain))?.[1](persona, noun)
}
