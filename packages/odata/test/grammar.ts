/**
 * The rules for common expressions of the OData 4.01 grammar, as data: one reading of them writes texts, another
 * recognises texts. Without a model all names look alike, so rules that differ only in what a name stands for are one
 * rule here. It shares nothing with the parser.
 *
 * Where the grammar is ambiguous or looser than the text of the standard, these rules and the parser take the same side:
 * - `not` before white space is the operator, and `not(` is accepted as Microsoft Graph documents it;
 * - the names of canonical functions, `any` and `all` in front of a bracket are what they are named after;
 * - behind `has` and behind a list in round brackets any operator may follow, as the precedence of operators implies;
 * - what can be a time is one, so `case(07:30)` has no colon of its own;
 * - a sign in front of a digit belongs to the number;
 * - a key as a path segment begins with a digit, and no path ends with a slash.
 */
type Rule =
  | { kind: 'word'; text: string }
  | { kind: 'pattern'; pattern: RegExp; samples: readonly string[] }
  | { kind: 'sequence'; rules: readonly Rule[] }
  | { kind: 'choice'; rules: readonly Rule[] }
  | { kind: 'many'; rule: Rule }
  | { kind: 'unless'; rule: Rule }
  | { kind: 'name'; name: string }

const pattern = (source: RegExp, ...samples: string[]): Rule => ({
  kind: 'pattern',
  pattern: new RegExp(source.source, `${source.flags}y`),
  samples,
})
const of = (part: Rule | string): Rule => (typeof part === 'string' ? { kind: 'word', text: part } : part)
const all = (...parts: (Rule | string)[]): Rule => ({ kind: 'sequence', rules: parts.map(of) })
const any = (...parts: (Rule | string)[]): Rule => ({ kind: 'choice', rules: parts.map(of) })
const maybe = (...parts: (Rule | string)[]): Rule => any('', all(...parts))
const many = (...parts: (Rule | string)[]): Rule => ({ kind: 'many', rule: all(...parts) })
const unless = (part: Rule): Rule => ({ kind: 'unless', rule: part })
const rule = (name: string): Rule => ({ kind: 'name', name })

const blank = any(' ', '\t')
const blanks = any(many(blank))
const space = all(blank, blanks)
const comma = all(blanks, ',', blanks)

const identifier = pattern(
  /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}(?![\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}])/u,
  'a',
  'Name',
  'eq',
  'in',
  'any',
  'date',
  'größe_2',
  'T',
  'nullable',
)
const qualified = all(identifier, '.', identifier, many('.', identifier))
const anyName = any(identifier, qualified)
const annotation = all('@', anyName, maybe('#', identifier))
const alias = all('@', identifier)

/** No name and no number goes on here. */
const end = pattern(/(?![\p{L}\p{Nl}\p{Nd}_.'])/u, '')
const string = pattern(/'(?:[^']|'')*'/, "''", "'x'", "'O''Neil'", "'a,b)'")
const time = all(
  pattern(
    /(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d{1,12})?)?/,
    '10:30',
    '23:59:60',
    '07:59:59.999',
  ),
  end,
)
const number = all(
  unless(time),
  pattern(/[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?/i, '1', '-20', '+3', '4.50', '5e-1', '6.25E+2'),
  end,
)
const guid = all(
  pattern(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i, 'a1B2c3d4-0000-4000-8000-00000000000f'),
  end,
)
const dateTime = all(
  pattern(
    /-?(?:0\d{3}|[1-9]\d{3,})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d{1,12})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?/i,
    '2026-11-20',
    '2026-11-20T10:30Z',
    '-0044-03-15t08:00:00.123+01:00',
  ),
  end,
)
const keyword = pattern(
  /(?:null|-?INF|NaN|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])(?![\p{L}\p{Nl}\p{Nd}_.])/u,
  'null',
  'true',
  'False',
  'INF',
  '-INF',
  'NaN',
)
const duration = pattern(
  /duration'-?P(?=\d|T)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?'/i,
  "duration'P1D'",
  "DURATION'-PT1H30M0.5S'",
)
const binary = pattern(
  /[Bb]inary'(?:[\w-]{4})*(?:[\w-]{2}[AEIMQUYcgkosw048]=?|[\w-][AQgw](?:==)?)?'/,
  "binary''",
  "binary'Zg=='",
  "binary'Zm9v'",
)
const member = any(identifier, pattern(/[+-]?\d{1,19}/, '1', '-2'))
const members = all("'", member, many(',', member), "'")
const enumeration = all(qualified, members)
const geo = pattern(
  /geo(?:graphy|metry)'SRID=\d{1,5};Point\([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?: [+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?){1,3}\)'/i,
  "geography'SRID=0;Point(142.1 -64.1)'",
  "geometry'SRID=12345;Point(1 2 3)'",
)
/** A quoted text behind a name is only what its name says. */
const literal = any(keyword, dateTime, guid, time, number, string, duration, binary, geo, enumeration)
const keyLiteral = all(unless(any(pattern(/null(?![\p{L}\p{Nl}\p{Nd}_])/u), binary, geo)), literal)

const arities: Record<string, readonly number[]> = {
  now: [0],
  mindatetime: [0],
  maxdatetime: [0],
  concat: [2],
  contains: [2],
  endswith: [2],
  indexof: [2],
  length: [1],
  matchesPattern: [2],
  startswith: [2],
  substring: [2, 3],
  tolower: [1],
  toupper: [1],
  trim: [1],
  year: [1],
  month: [1],
  day: [1],
  hour: [1],
  minute: [1],
  second: [1],
  fractionalseconds: [1],
  totalseconds: [1],
  date: [1],
  time: [1],
  totaloffsetminutes: [1],
  round: [1],
  floor: [1],
  ceiling: [1],
  'geo.distance': [2],
  'geo.length': [1],
  'geo.intersects': [2],
  hassubset: [2],
  hassubsequence: [2],
}
const expression = rule('expression')
const method = any(
  ...Object.entries(arities).flatMap(([name, counts]) =>
    counts.map((count) => {
      const others = Array.from({ length: count - 1 }, () => all(comma, expression))
      const given = count > 0 ? [expression, ...others] : []
      return all(
        pattern(new RegExp(name.replace('.', '\\.'), 'i'), name, name.toUpperCase()),
        '(',
        blanks,
        ...given,
        blanks,
        ')',
      )
    }),
  ),
)
const canonical = pattern(
  new RegExp(`(?:${Object.keys(arities).join('|').replaceAll('.', '\\.')}|case|cast|isof|any|all)\\(`, 'i'),
)

const type = any(anyName, all('Collection(', anyName, ')'))
const typeFunction = all(
  pattern(/cast|isof/i, 'cast', 'isof'),
  '(',
  blanks,
  maybe(expression, comma),
  type,
  blanks,
  ')',
)
const branch = all(expression, blanks, ':', blanks, expression)
const conditional = all(pattern(/case/i, 'case'), '(', blanks, branch, many(comma, branch), blanks, ')')

const parameter = all(identifier, '=', expression)
const parameters = all('(', blanks, maybe(parameter, many(comma, parameter)), blanks, ')')
const call = all(anyName, parameters)
const keyInBrackets = all('(', any(alias, keyLiteral), ')')
const key = any(keyInBrackets, all('/', pattern(/\d[\w.~-]*/, '1', '20-a')))

const noParameters = unless(all('(', blanks, any(')', all(identifier, '='))))
const property = all(identifier, noParameters)
const lambdaBody = all(identifier, blanks, ':', blanks, expression, blanks)
const lambda = any(
  all(pattern(/any/i, 'any'), '(', blanks, maybe(lambdaBody), ')'),
  all(pattern(/all/i, 'all'), '(', blanks, lambdaBody, ')'),
)
const notLambda = unless(pattern(/(?:any|all)\(/i))
/** Enough of a search to end where it ends. */
const searchWord = pattern(/[^\s();"'][^\s();"]*/, 'blue')
const countOption = any(
  all(pattern(/\$?filter=/i, '$filter=', 'filter='), expression),
  all(pattern(/\$?search=/i, '$search='), searchWord, many(space, searchWord)),
)
/** Each of the two options at most once. */
const countOptions = all('(', countOption, ')')
const count = all('$count', unless(pattern(/[\p{L}\p{Nd}_]/u)), maybe(countOptions))

const afterKey = maybe('/', rule('memberStep'))
const afterCollection = all(
  '/',
  any(
    count,
    lambda,
    all('$filter(', expression, ')', rule('afterFilter')),
    all(notLambda, call, rule('afterName')),
    all(annotation, rule('afterAnnotation')),
  ),
)
const cast = all(qualified, noParameters, rule('afterType'))
const objectCast = all(qualified, noParameters, maybe('/', rule('directStep')))
const memberStep = all(
  notLambda,
  any(
    all(property, rule('afterName')),
    all(call, rule('afterName')),
    all(annotation, rule('afterAnnotation')),
    all(qualified, unless(pattern(/\(/)), '/', rule('directStep')),
  ),
)

const rootStep = all('/', rule('memberStep'))
const path = any(
  all(unless(any(keyword, canonical, pattern(/not[ \t(]/i), all(anyName, "'"))), rule('memberStep')),
  all(alias, unless(pattern(/[.#]/)), rule('afterAnnotation')),
  all(any('$it', '$this'), unless(pattern(/[\p{L}\p{Nd}_]/u)), maybe(rootStep)),
  all('$root', rootStep),
)

const RULES: Record<string, Rule> = {
  memberStep,
  directStep: all(
    notLambda,
    any(
      all(property, rule('afterName')),
      all(call, rule('afterName')),
      all(annotation, rule('afterAnnotation')),
    ),
  ),
  afterName: any(
    '',
    all(key, afterKey),
    afterCollection,
    all('/', any(all(notLambda, property, rule('afterName')), cast)),
  ),
  afterAnnotation: any(
    '',
    afterCollection,
    all('/', any(all(notLambda, property, rule('afterName')), objectCast)),
  ),
  afterType: any('', all(key, afterKey), afterCollection, all('/', notLambda, property, rule('afterName'))),
  afterFilter: any('', all(key, afterKey), afterCollection, all('/', cast)),
  expression: all(rule('operand'), maybe(rule('tail'))),
  operand: any(
    path,
    literal,
    method,
    all('(', blanks, expression, blanks, ')'),
    all(pattern(/not/i, 'not', 'NOT'), any(space, unless(pattern(/[^(]/))), expression),
    all('-', unless(pattern(/\d/)), blanks, expression),
    rule('structure'),
    conditional,
    typeFunction,
  ),
  tail: any(
    all(
      space,
      pattern(
        /(?:and|or|eq|ne|gt|ge|lt|le|add|sub|mul|div|divby|mod)(?=[ \t])/i,
        'eq',
        'and',
        'OR',
        'add',
        'divby',
      ),
      space,
      expression,
    ),
    all(space, pattern(/has(?=[ \t])/i, 'has'), space, any(members, enumeration), maybe(rule('tail'))),
    all(space, pattern(/in(?=[ \t])/i, 'in'), space, any(all(rule('list'), maybe(rule('tail'))), expression)),
  ),
  list: all('(', blanks, maybe(literal, many(comma, literal)), blanks, ')'),
  structure: any(
    all(blanks, '[', blanks, maybe(rule('value'), many(comma, rule('value'))), blanks, ']', blanks),
    all(blanks, '{', blanks, maybe(rule('pair'), many(comma, rule('pair'))), blanks, '}', blanks),
  ),
  pair: all(rule('json'), blanks, ':', blanks, rule('value')),
  value: any(rule('json'), expression),
  json: pattern(/"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/u, '""', '"x"', '"a\\"b\\u00e9"'),
}

type Ends = ReadonlySet<number>

/** Says whether the rules derive the text. */
export function recognises(text: string): boolean {
  const known = new Map<string, Ends>()
  const ends = (part: Rule, from: number): Ends => {
    switch (part.kind) {
      case 'word':
        return new Set(text.startsWith(part.text, from) ? [from + part.text.length] : [])
      case 'pattern':
        part.pattern.lastIndex = from
        return new Set([part.pattern.exec(text)].flatMap((found) => (found ? [from + found[0].length] : [])))
      case 'sequence':
        return part.rules.reduce<Ends>(
          (places, next) => each(places, (place) => ends(next, place)),
          new Set([from]),
        )
      case 'choice':
        return each(new Set(part.rules), (one) => ends(one, from))
      case 'many':
        return repeated(part.rule, from)
      case 'unless':
        return new Set(ends(part.rule, from).size > 0 ? [] : [from])
      case 'name':
        return remembered(part.name, from)
    }
  }
  const repeated = (part: Rule, from: number): Ends => {
    const found = new Set([from])
    for (const place of found) for (const next of ends(part, place)) found.add(next)
    return found
  }
  const remembered = (name: string, from: number): Ends => {
    const place = `${name} ${from}`
    const before = known.get(place)
    if (before) return before
    const found = ends(RULES[name] as Rule, from)
    known.set(place, found)
    return found
  }
  return ends(expression, 0).has(text.length)
}

function each<Item>(items: ReadonlySet<Item>, find: (item: Item) => Ends): Ends {
  const found = new Set<number>()
  for (const item of items) for (const place of find(item)) found.add(place)
  return found
}

/** Writes a text by the rules; each choice takes the next number, and the first way when there are none left. */
export function write(choices: readonly number[]): string {
  let used = 0
  const choose = (count: number) => (choices[used++] ?? 0) % count
  const text = (part: Rule): string => {
    switch (part.kind) {
      case 'word':
        return part.text
      case 'pattern':
        return part.samples[choose(Math.max(part.samples.length, 1))] ?? ''
      case 'sequence':
        return part.rules.map(text).join('')
      case 'choice':
        return text(part.rules[choose(part.rules.length)] as Rule)
      case 'many':
        return Array.from({ length: choose(3) }, () => text(part.rule)).join('')
      case 'unless':
        return ''
      case 'name':
        return text(RULES[part.name] as Rule)
    }
  }
  return text(expression)
}
