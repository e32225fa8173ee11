import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { generateTypes } from '../src/index.ts'

const description = (name: string) => fileURLToPath(new URL(`descriptions/${name}.yaml`, import.meta.url))

const schemasOf = (text: string) => text.match(/^ {4}schemas: \{\n([\s\S]*?)^ {4}\};/m)?.[1]

const table: { given: string; want: string }[] = [
  {
    given: 'markers',
    want: `        Customer: {
            id: $Read<string>;
            password?: $Write<string> | undefined;
            /**
             * @default active
             * @enum {string}
             */
            state?: "active" | "inactive" | undefined;
            deletedDateTime?: string | null | undefined;
        };
`,
  },
  {
    given: 'marks-behind-references',
    want: `        CustomerUser: {
            links?: $Read<components["schemas"]["ResourceLinks"]> | undefined;
        };
        ResourceLinks: {
            self?: string | undefined;
        };
`,
  },
  {
    given: 'required-alternatives',
    want: `        /** @description A profile. */
        CustomerProfile: {
            tenantId?: string | undefined;
            domain?: string | undefined;
            culture?: string | undefined;
        } & ({
            tenantId: string;
        } | {
            domain: string;
        });
`,
  },
  {
    given: 'required-names',
    want: `        /** @description A profile. */
        CustomerProfile: {
            tenantId?: string | undefined;
            domain?: string | undefined;
            culture?: string | undefined;
        } & ({
            tenantId: string;
        } | {
            domain: string;
        });
        Closed: {
            culture?: string | undefined;
        };
`,
  },
  {
    given: 'patterns',
    want: `        Customer: {
            displayName?: string | undefined;
            [key: \`@odata.\${string}\`]: unknown;
            [key: \`\${string}@annotation.\${string}\`]: string;
        };
`,
  },
]

describe('generateTypes', () => {
  test.for(table)('$given', async ({ given, want }) => {
    const { text } = await generateTypes(description(given))
    expect(schemasOf(text)).toBe(want)
  })

  test('a pattern that no template literal can express fails and says where to go', async () => {
    await expect(generateTypes(description('unclear-pattern'))).rejects.toThrow(
      'patternProperties: "^x-[a-z]+$" cannot become a template literal type',
    )
  })
})
