import type { Persona } from './persona.ts'

/** What the name of a property says about its text. The first match counts. */
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
 * Text that fits the name of a property and the persona of its record; undefined when the name says
 * nothing.
 *
 * @param noun what the collection is called, for example `users`
 */
export function suggestText(name: string, noun: string, persona: Persona): string | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (plain === 'name' || plain === 'displayname')
    return people.test(noun) ? persona.fullName : persona.company
  return suggestions.find(([pattern]) => pattern.test(plain))?.[1](persona, noun)
}
