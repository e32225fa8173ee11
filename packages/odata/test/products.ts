import type { Schema } from '../src/index.ts'

/** The model that the examples of the OData 4.01 URL conventions speak of, as far as they need it. */
export const productSchema: Schema = {
  type: 'object',
  properties: {
    Name: { type: 'string' },
    CompanyName: { type: ['string', 'null'] },
    City: { type: 'string' },
    Country: { type: 'string' },
    Price: { type: 'number', format: 'decimal' },
    Freight: { type: 'number' },
    Rating: { type: 'integer', format: 'int32' },
    Discontinued: { type: ['boolean', 'null'] },
    Style: { type: 'string', enum: ['Red', 'Yellow', 'Red,Yellow'] },
    BirthDate: { type: 'string', format: 'date-time' },
    ReleaseDate: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    Opens: { type: 'string', format: 'time' },
    Shelf: { type: 'string', format: 'duration' },
    Key: { type: 'string', format: 'uuid' },
    Secret: { type: 'string', writeOnly: true },
    Address: {
      allOf: [
        { type: 'object', properties: { City: { type: 'string' } } },
        { properties: { Street: { type: ['string', 'null'] } } },
      ],
    },
    Tags: { type: 'array', items: { type: 'string' } },
    Items: {
      type: 'array',
      items: {
        type: 'object',
        properties: { Quantity: { type: 'integer' }, Parts: { type: 'array', items: { type: 'string' } } },
      },
    },
  },
}

export const milk = {
  Name: 'Milk',
  CompanyName: 'Alfreds Futterkiste',
  City: 'Berlin',
  Country: 'Germany',
  Price: 2.55,
  'Price@Measures.Currency': 'EUR',
  'Price@Measures.Currency#Reporting': 'USD',
  '@Core.Messages': [{ severity: 'error' }],
  Freight: 31.5,
  Rating: 5,
  Discontinued: false,
  Style: 'Red,Yellow',
  BirthDate: '1971-05-08T04:40:40.05+02:00',
  ReleaseDate: '2012-12-03',
  Opens: '07:59:59.999',
  Shelf: 'P1DT12H',
  Key: '01234567-89AB-CDEF-0123-456789ABCDEF',
  Secret: 'hidden',
  Address: { City: 'Berlin', Street: null, '@Core.Source': 7 },
  Tags: ['fresh', 'cold'],
  Items: [
    { Quantity: 50, Parts: ['lid'] },
    { Quantity: 150, Parts: ['lid', 'box'] },
  ],
}

/** Everything that may be absent is. */
export const blank = { Name: 'Cheese', CompanyName: null, Items: [], Tags: [], Price: 0, Rating: 0 }
