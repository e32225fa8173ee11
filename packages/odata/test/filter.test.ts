import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileFilter } from '../src/compiler.ts'
import { SchemaReader } from '../src/edm.ts'
import { parseExpression } from '../src/parser.ts'
import { QueryOptionError } from '../src/query-option-error.ts'
import { blank, milk, productSchema } from './products.ts'

const context = {
  option: '$filter',
  schema: productSchema,
  reader: new SchemaReader(),
  now: () => new Date('2026-03-16T09:30:00Z'),
}

function matches(filter: string, record: unknown, aliases?: ReadonlyMap<string, string>): boolean {
  return compileFilter(
    parseExpression({ option: '$filter', text: filter, ...(aliases && { aliases }) }),
    context,
  )(record)
}

function refusal(filter: string): QueryOptionError {
  try {
    matches(filter, milk)
  } catch (error) {
    if (error instanceof QueryOptionError) return error
    throw error
  }
  throw new Error(`'${filter}' was accepted`)
}

describe('expressions of the URL conventions', () => {
  test.each([
    // Comparison and logic
    ["Name eq 'Milk'", true],
    ["Name ne 'Milk'", false],
    ["Name gt 'Milk'", false],
    ["Name ge 'Milk'", true],
    ["Name lt 'Milk'", false],
    ["Name le 'Milk'", true],
    ["Name eq 'Milk' and Price lt 2.55", false],
    ["Name eq 'Milk' or Price lt 2.55", true],
    ["not endswith(Name,'ilk')", false],
    ["Style has Sales.Pattern'Yellow'", true],
    ["Style has 'Yellow'", true],
    ["Name in ('Milk', 'Cheese')", true],
    ["Name in ('milk', 'Cheese')", false],
    ["not (Name in ('Cheese'))", true],
    // Arithmetic
    ['Price add 2.45 eq 5.00', true],
    ['Price sub 0.55 eq 2.00', true],
    ['Price mul 2.0 eq 5.10', true],
    ['Price div 2.55 eq 1', true],
    ['Rating div 2 eq 2', true],
    ['Rating divby 2 eq 2.5', true],
    ['Rating mod 5 eq 0', true],
    ['-7 mod 5 eq -2', true],
    ['-Rating eq -5', true],
    ['Rating divby 0 eq INF', true],
    ['(4 add 5) mod (4 sub 1) eq 0', true],
    ['4 add 5 mod 4 sub 1 eq 4', true],
    ['2 add 3 mul 2 eq 8', true],
    // Strings
    ["concat(concat(City,', '),Country) eq 'Berlin, Germany'", true],
    ["contains(CompanyName,'Alfreds')", true],
    ["contains(CompanyName,'alfreds')", false],
    ["endswith(CompanyName,'Futterkiste')", true],
    ["indexof(CompanyName,'lfreds') eq 1", true],
    ['length(CompanyName) eq 19', true],
    ["startswith(CompanyName,'Alfr')", true],
    ["substring(CompanyName,1) eq 'lfreds Futterkiste'", true],
    ["substring(CompanyName,1,2) eq 'lf'", true],
    ["substring(CompanyName,-5) eq 'kiste'", true],
    ["substring(CompanyName,99) eq ''", true],
    ["tolower(CompanyName) eq 'alfreds futterkiste'", true],
    ["toupper(CompanyName) eq 'ALFREDS FUTTERKISTE'", true],
    ['trim(CompanyName) eq CompanyName', true],
    ["'O''Neil' eq concat('O''','Neil')", true],
    // Dates and times, in the zone that the value states
    ['day(BirthDate) eq 8', true],
    ['fractionalseconds(BirthDate) lt 0.1', true],
    ['hour(BirthDate) eq 4', true],
    ['minute(BirthDate) eq 40', true],
    ['month(BirthDate) eq 5', true],
    ['second(BirthDate) eq 40', true],
    ['year(BirthDate) eq 1971', true],
    ['date(BirthDate) eq 1971-05-08', true],
    ['time(BirthDate) lt 04:41', true],
    ['totaloffsetminutes(BirthDate) eq 120', true],
    ['totalseconds(Shelf) eq 129600', true],
    ['BirthDate gt mindatetime() and BirthDate lt maxdatetime()', true],
    ['BirthDate lt now()', true],
    ['now() eq 2026-03-16T10:30:00+01:00', true],
    ['BirthDate eq 1971-05-08T02:40:40.05Z', true],
    ['BirthDate ge 1971-05-08', true],
    ['year(ReleaseDate) eq 2012', true],
    ['ReleaseDate eq 2012-12-03', true],
    ["ReleaseDate add duration'P1D' eq 2012-12-04", true],
    ["ReleaseDate sub 2012-12-01 eq duration'P2D'", true],
    ["now() sub duration'PT30M' eq 2026-03-16T09:00:00Z", true],
    ["Shelf mul 2 eq duration'P3D'", true],
    ["Shelf eq 'PT36H'", true],
    ["Shelf lt duration'P12DT23H59M59.999999999999S'", true],
    ['Opens eq 07:59:59.999', true],
    ['hour(Opens) eq 7', true],
    // Numbers
    ['ceiling(Freight) eq 32', true],
    ['floor(Freight) eq 31', true],
    ['round(Freight) eq 32', true],
    ['round(-0.5) eq -1', true],
    ['Price ge 0.31415926535897931e1', false],
    ['Rating lt INF', true],
    ['Rating eq NaN', false],
    ['Rating lt -128', false],
    // GUIDs, enumerations, lists
    ['Key eq 01234567-89ab-cdef-0123-456789abcdef', true],
    ["Style eq 'Red,Yellow'", true],
    ["Style eq Sales.Pattern'Red,Yellow'", true],
    ['hassubset([4,1,3],[3,1])', true],
    ['hassubset([4,1,3,1],[1,1])', true],
    ['hassubset([1,2],[1,1,2])', false],
    ['hassubsequence([4,1,3],[4,3])', true],
    ['hassubsequence([4,1,3],[3,1])', false],
    ['hassubset(Tags,["cold"])', true],
    ['length(Tags) eq 2', true],
    ['contains(concat(Tags,["x"]),["cold","x"])', true],
    ["'fresh' in Tags", true],
    // Conditional
    ['case(Rating gt 0:1,Rating lt 0:-1,true:0) eq 1', true],
    ["case(Rating lt 0:'bad') eq null", true],
    // Lambda
    ['Items/any(d:d/Quantity gt 100)', true],
    ['Items/all(d:d/Quantity gt 100)', false],
    ['Items/any()', true],
    ["Items/any(i:i/Parts/any(p:p eq 'box' and i/Quantity eq 150))", true],
    ["Items/any(i:i/Parts/all(p:p eq 'lid') and Name eq 'Milk')", true],
    ["Tags/any(Name:Name eq 'cold' and $it/Name eq 'Milk')", true],
    ['Items/$count eq 2', true],
    // Paths
    ["Address/City eq 'Berlin'", true],
    ['Address/Street eq null', true],
    ["$it/Address/City eq 'Berlin'", true],
    // 4.01: operators and functions in any letter case; property names too, as Graph takes them
    ["NOT ENDSWITH(name,'x') AND price GT 1", true],
  ])('%s → %s', (filter, wanted) => {
    expect(matches(filter, milk)).toBe(wanted)
  })
})

describe('null', () => {
  test.each([
    ['CompanyName eq null', true],
    ['null eq CompanyName', true],
    ['CompanyName ne null', false],
    ['CompanyName eq Country', true],
    ["CompanyName ne 'x'", true],
    ["CompanyName gt 'x'", false],
    ["CompanyName le 'x'", false],
    ['CompanyName ge null', false],
    ["not (CompanyName gt 'x')", true],
    ["startswith(CompanyName,'x')", false],
    // Three-valued logic: null decides nothing, its opposite is null too.
    ["not startswith(CompanyName,'x')", false],
    ["startswith(CompanyName,'x') or Name eq 'Cheese'", true],
    ["startswith(CompanyName,'x') and Name eq 'Cheese'", false],
    ['CompanyName in (null)', true],
    ["CompanyName in ('x')", false],
    ['Price add null eq null', true],
    ['Address/City eq null', true],
    ['Address eq null', true],
    ['Discontinued', false],
    ['not Discontinued', false],
    ['Items/any()', false],
    ['Items/any(i:i/Quantity gt 0)', false],
    ['Items/all(i:i/Quantity gt 0)', true],
    ['BirthDate lt now()', false],
    ['Price div 0.0 eq NaN', false],
  ])('%s → %s', (filter, wanted) => {
    expect(matches(filter, blank)).toBe(wanted)
  })
})

describe('parameter aliases', () => {
  test('stand for an expression', () => {
    const aliases = new Map([['@p', "concat('Mi','lk')"]])
    expect(matches('Name eq @p', milk, aliases)).toBe(true)
  })
  test('are null without a value', () => {
    expect(matches('Name eq @missing', milk)).toBe(false)
  })
  test('that lead back to themselves are refused', () => {
    const aliases = new Map([['@p', '@p']])
    expect(() => matches('Name eq @p', milk, aliases)).toThrow('nested deeper than 100 levels')
  })
})

describe('refused with 400 and the position', () => {
  test.each([
    ['', 0, 'expected a property, a literal or a function but the text ends'],
    ['Name eq', 7, 'but the text ends'],
    ["Name eq 'Milk", 8, 'never closed'],
    ["Name eq 'Milk'x", 14, "found 'x'"],
    ["(Name eq 'Milk'", 15, "expected ')'"],
    ['Name eq "Milk"', 8, 'double quotes'],
    ["Name = 'Milk'", 5, "found '= 'Milk''"],
    ["Nmae eq 'Milk'", 0, "could not find a property named 'Nmae'"],
    ["Address/Zip eq 'x'", 0, "could not find a property named 'Zip'"],
    ["Name/Length eq 'x'", 0, 'owner is Edm.String'],
    ["Items/Quantity eq 'x'", 0, 'use any(…) or all(…)'],
    ["Secret eq 'hidden'", 0, "could not find a property named 'Secret'"],
    ["constructor eq 'x'", 0, "could not find a property named 'constructor'"],
    ['Name', 0, 'a filter must be true or false, not Edm.String'],
    ["Rating eq '5'", 7, 'incompatible types Edm.Int64 and Edm.String'],
    ["BirthDate gt '2020-01-01T00:00:00Z'", 10, 'without quotes'],
    ['BirthDate gt 2020-02-30', 13, 'the calendar has no 2020-02-30'],
    ["Style eq 'Blue'", 9, "'Blue' is none of the members"],
    ["Style in ('Red','Blue')", 16, "'Blue' is none of the members"],
    ['not Name', 4, "'not' needs true or false"],
    ['Name and true', 0, "'and' needs true or false"],
    ['-Name eq 1', 1, "'-' needs a number or a duration"],
    ["Price add 'x' eq 1", 6, "'add' does not take"],
    ['Rating mod 0 eq 1', 7, "'mod' by zero"],
    ['Rating div 0 eq 1', 7, "'div' by zero"],
    ['substring(Name,1,-2) eq null', 17, 'a negative length'],
    ["length(Name,'x') eq 1", 0, "'length(Edm.String, Edm.String)' does not exist"],
    ['length(Rating) eq 1', 0, 'there is length(text) or length(list)'],
    ["unknown(Name) eq 'x'", 0, "there is no function 'unknown'"],
    ['toString(Name) eq 1', 0, "there is no function 'toString'"],
    ['constructor(Name)', 0, "there is no function 'constructor'"],
    ["Name/any(n:n eq 'x')", 0, "'any' needs a collection"],
    ['Tags/all()', 9, 'the name of the lambda variable'],
    ["Tags/any('x')", 9, 'the name of the lambda variable'],
    ["Name in 'x'", 8, "'in' needs a list"],
    ["Name in ('x', 5)", 5, 'incompatible types'],
    ['12ab eq 1', 0, 'begins no literal'],
    ["Shelf eq duration'1 day'", 9, 'is no Duration literal'],
    ['Name eq #', 8, 'unexpected character "#"'],
  ])('%s', (filter, position, message) => {
    const error = refusal(filter)
    expect(error.message).toContain(message)
    expect({ status: error.status, position: error.position }).toEqual({ status: 400, position })
    expect(error.message).toMatch(/^\$filter: /)
  })
})

describe('valid OData that is not executed: 501 naming what it was', () => {
  test.each([
    ['isof(NorthwindModel.BigOrder)', "'NorthwindModel.BigOrder'"],
    ["cast(Rating,Edm.String) eq '5'", "'Edm.String'"],
    ["geo.distance(Location,geography'SRID=0;Point(142.1 64.1)') lt 10", 'geography literal'],
    ['geo.length(Name) lt 10', "'geo.length'"],
    ["matchesPattern(Name,'(a+)+$')", "'matchesPattern'"],
    ["Name eq $root/Employees('A1245')/LastName", "'$root'"],
    ["Price/@Measures.Currency eq 'EUR'", "'@Measures.Currency'"],
    ["@Core.Messages/any(m:m/severity eq 'error')", "'@Core.Messages'"],
    ['$it/Model.PositiveReviews()/$count ge 10', "'Model.PositiveReviews'"],
    ['Items/$filter(Quantity gt 1)/any(i:i/Quantity eq 1)', "'$filter'"],
    ['Items eq Items', "'eq' between Collection(complex) and Collection(complex)"],
    ['[Name,City] in [["Milk","Berlin"]]', "'in' between"],
    ['Address eq {"City":"Berlin"}', 'an object literal'],
    ['Rating eq 9223372036854775807', 'beyond 2^53'],
  ])('%s', (filter, what) => {
    const error = refusal(filter)
    expect({ status: error.status, message: error.message }).toEqual({
      status: 501,
      message: expect.stringContaining(what),
    })
  })
})

describe('hostile input is refused', () => {
  const deep = (opening: string, closing: string, times: number) =>
    `${opening.repeat(times)}Rating eq 1${closing.repeat(times)}`
  test.each([
    ['500 parentheses', deep('(', ')', 500), 'nested deeper than 100 levels'],
    ['8,000 opening parentheses', '('.repeat(8000), 'nested deeper than 100 levels'],
    ['2,000 nots', `${'not '.repeat(2000)}true`, 'nested deeper than 100 levels'],
    ['4,000 minuses', `${'- '.repeat(4000)}1 eq 1`, 'nested deeper than 100 levels'],
    [
      '1,300 nested calls',
      `${'trim('.repeat(1300)}Name${')'.repeat(1300)} eq ''`,
      'nested deeper than 100 levels',
    ],
    ['nested lists', `${'['.repeat(4000)}${']'.repeat(4000)} eq 1`, 'nested deeper than 100 levels'],
    ['500 alternatives', Array.from({ length: 500 }, () => 'Rating eq 1').join(' or '), 'more than 200'],
    ['a path of 1,000 segments', `${'Address/'.repeat(1000)}City eq 'x'`, 'could not find'],
    ['an endless string', `Name eq '${'x'.repeat(8000)}`, 'never closed'],
    ['10,000 characters', `Name eq '${'x'.repeat(10_000)}'`, 'longer than 8192 characters'],
  ])('%s', (_name, filter, message) => {
    expect(refusal(filter).message).toContain(message)
    expect(refusal(filter).message.length).toBeLessThan(300)
  })

  test.each([
    ['90 parentheses', deep('(', ')', 90)],
    ['a string of 8,000 characters', `Name ne '${'x'.repeat(8000)}'`],
    ['300 members of a list', `Rating in (${Array.from({ length: 300 }, (_, index) => index).join(',')})`],
  ])('%s are answered', (_name, filter) => {
    expect(typeof matches(filter, milk)).toBe('boolean')
  })
})

test('records of an open type are compared by what they hold', () => {
  const open = { ...context, schema: { type: 'object' } }
  const filter = (text: string) => compileFilter(parseExpression({ option: '$filter', text }), open)
  expect(filter("a eq 'x'")({ a: 'x' })).toBe(true)
  expect(filter('a gt 1')({ a: 2 })).toBe(true)
  expect(filter('a gt 1')({ a: 'x' })).toBe(false)
  expect(filter('a gt 2020-01-01T00:00:00Z')({ a: '2021-01-01T00:00:00Z' })).toBe(true)
  expect(filter('constructor eq null')({})).toBe(true)
})

describe('whatever is written, the answer is a list or a refusal', () => {
  const words = [
    'Name',
    'Rating',
    'Items',
    'Tags',
    'BirthDate',
    'Style',
    '$it',
    '@p',
    'x',
    'eq',
    'and',
    'not',
    'in',
    'any',
    'case',
  ]
  const signs = [
    '(',
    ')',
    '[',
    ']',
    ',',
    '/',
    ':',
    '-',
    "'",
    '"',
    ' ',
    '1',
    '2.5',
    '2020-01-01',
    'null',
    "'text'",
    'length(',
    '$count',
  ]
  const outcome = (filter: string) => {
    try {
      return typeof matches(filter, milk)
    } catch (error) {
      return error instanceof QueryOptionError ? 'refusal' : error
    }
  }
  test('for any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) =>
        ['boolean', 'refusal'].includes(String(outcome(text))),
      ),
    )
  })
  test("for any order of the grammar's words", () => {
    const expression = fc
      .array(fc.constantFrom(...words, ...signs), { maxLength: 24 })
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(expression, (text) => ['boolean', 'refusal'].includes(String(outcome(text)))),
      { numRuns: 2000 },
    )
  })
})
