import { ApiError } from '@clientele/client'
import { queryKey } from '@clientele/client/tanstack-query'
import type { Customer, CustomerInput } from '@clientele/types'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { graph } from '../clients.ts'
import { explain } from '../failures.ts'
import { addressOf } from '../route.ts'
import { Dialog, Field, FormFailure } from '../ui/parts.tsx'
import { tell } from '../ui/toasts.tsx'
import { useCreateCustomer, useUpdateCustomer } from './changes.ts'

/** The properties that the form has, with what it says of them. */
const fields = [
  { name: 'displayName', label: 'Name', hint: undefined },
  { name: 'domain', label: 'Domain', hint: 'The default domain of the customer’s tenant.' },
  { name: 'countryLetterCode', label: 'Country', hint: 'Letters of the country or region, such as GB.' },
  {
    name: 'azureTenantId',
    label: 'Tenant id',
    hint: 'The Microsoft Entra tenant. Its users are found by it.',
  },
  { name: 'contractType', label: 'Contract type', hint: 'A number. What it stands for is not documented.' },
] as const

type Name = (typeof fields)[number]['name']
const numbers: readonly string[] = ['contractType']

/** What is not a number goes to the service as it is: it says best what it takes. */
const readValue = (name: Name, text: string): unknown =>
  numbers.includes(name) && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text.trim()

/** Only what was changed: properties that the person did not touch may have been changed by somebody else meanwhile. */
function changesIn(form: FormData, customer: Customer | undefined): CustomerInput {
  const entries = fields
    .map(({ name }) => [name, readValue(name, `${form.get(name) ?? ''}`)] as const)
    .filter(([name, value]) => value !== (customer?.[name] ?? ''))
  return Object.fromEntries(entries)
}

export function CustomerForm({ customer, onClose }: { customer: Customer | undefined; onClose: () => void }) {
  const queryClient = useQueryClient()
  const create = useCreateCustomer()
  const update = useUpdateCustomer()
  const [version, setVersion] = useState(customer)
  const { error, isPending, isPaused } = customer ? update : create
  const failure = error ? explain(error) : undefined
  const isConflict = error instanceof ApiError && error.status === 412
  const isNamed = fields.some(({ name }) => failure?.fields[name])

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = changesIn(new FormData(event.currentTarget), customer)
    if (customer && version) {
      if (Object.keys(body).length === 0) return onClose()
      return update.mutate(
        { CustomersId: customer.id, body, 'If-Match': version['@odata.etag'] },
        {
          onSuccess: () => {
            onClose()
            tell('The change is saved.')
          },
        },
      )
    }
    create.mutate(
      { body },
      {
        onSuccess: ({ customer: { id, displayName }, wasLost }) => {
          onClose()
          location.hash = addressOf(id)
          tell(
            `${displayName ?? 'The customer'} is created.${wasLost ? ' Its first answer was lost on the way.' : ''}`,
          )
        },
      },
    )
  }
  const overwrite = async () => {
    const key = { CustomersId: (customer as Customer).id }
    setVersion(
      await queryClient.fetchQuery({
        queryKey: queryKey(graph.getCustomer, key),
        queryFn: () => graph.getCustomer(key),
      }),
    )
    update.reset()
  }
  return (
    <Dialog
      title={customer ? `Edit ${customer.displayName ?? 'customer'}` : 'New customer'}
      onClose={onClose}
    >
      <form onSubmit={save} noValidate>
        {!isNamed && <FormFailure failure={failure} />}
        {isConflict && (
          <button type="button" className="button" onClick={() => void overwrite()}>
            Keep my changes and go on
          </button>
        )}
        {fields.map(({ name, label, hint }) => (
          <Field key={name} label={label} error={failure?.fields[name]} {...(hint && { hint })}>
            {(props) => (
              <input
                {...props}
                name={name}
                defaultValue={customer?.[name] ?? ''}
                autoComplete="off"
                inputMode={numbers.includes(name) ? 'numeric' : 'text'}
                spellCheck={name === 'displayName'}
              />
            )}
          </Field>
        ))}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={isPending}>
            {isPaused
              ? 'Waits for the connection'
              : isPending
                ? 'Saving…'
                : customer
                  ? 'Save'
                  : 'Create customer'}
          </button>
        </footer>
      </form>
    </Dialog>
  )
}
