import { ApiError } from '@clientele/client'
import { queryOptions } from '@clientele/client/tanstack-query'
import type { Customer, CustomerInput } from '@clientele/types'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { graph } from '../clients.ts'
import { explain } from '../failures.ts'
import { addressOf } from '../route.ts'
import { Dialog, Field, FormButtons, FormFailure } from '../ui/parts.tsx'
import { tell } from '../ui/toasts.tsx'
import { type Created, useCreateCustomer, useUpdateCustomer } from './changes.ts'

/** The properties in the form, with their labels and hints. */
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

/** Sends what is not a number as it is: the service gives the best error message. */
const readValue = (name: Name, text: string): unknown =>
  numbers.includes(name) && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text.trim()

/** Only what the user changed: somebody else may have changed the other properties in the meantime. */
function changesIn(form: FormData, customer: Customer | undefined): CustomerInput {
  const entries = fields
    .map(({ name }) => [name, readValue(name, `${form.get(name) ?? ''}`)] as const)
    .filter(([name, value]) => value !== (customer?.[name] ?? ''))
  return Object.fromEntries(entries)
}

/** Saves the form: a new customer, or changes to one. */
function useSave(customer: Customer | undefined, onClose: () => void) {
  const queryClient = useQueryClient()
  const create = useCreateCustomer()
  const update = useUpdateCustomer()
  /** The version that the changes apply to. */
  const [version, setVersion] = useState(customer?.['@odata.etag'])

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = changesIn(new FormData(event.currentTarget), customer)
    if (customer) saveChanges(customer, body)
    else create.mutate({ body }, { onSuccess: showCreated })
  }
  const saveChanges = ({ id }: Customer, body: CustomerInput) => {
    if (Object.keys(body).length === 0) return onClose()
    const onSuccess = () => {
      onClose()
      tell('The change is saved.')
    }
    update.mutate({ CustomersId: id, body, 'If-Match': version }, { onSuccess })
  }
  const showCreated = ({ customer: { id, displayName = 'The customer' }, wasLost }: Created) => {
    onClose()
    location.hash = addressOf(id)
    tell(`${displayName} is created.${wasLost ? ' Its first answer was lost on the way.' : ''}`)
  }
  /** After somebody else's change, the next attempt applies to their version. */
  const takeNewVersion = async ({ id }: Customer) => {
    const now = await queryClient.fetchQuery({
      ...queryOptions(graph.getCustomer, { CustomersId: id }),
      staleTime: 0,
    })
    setVersion(now['@odata.etag'])
    update.reset()
  }
  return { save, takeNewVersion, ...(customer ? update : create) }
}

interface FormProps {
  /** If missing, the form creates a customer. */
  customer: Customer | undefined
  onClose: () => void
}

export function CustomerForm({ customer: given, onClose }: FormProps) {
  // As it was when the form was opened; the page behind may already show somebody else's changes.
  const [customer] = useState(given)
  const { save, takeNewVersion, error, isPending, isPaused } = useSave(customer, onClose)
  const failure = error ? explain(error) : undefined
  const isConflict = error instanceof ApiError && error.status === 412
  const isNamed = fields.some(({ name }) => failure?.fields[name])
  return (
    <Dialog
      title={customer ? `Edit ${customer.displayName ?? 'customer'}` : 'New customer'}
      onClose={onClose}
    >
      <form onSubmit={save} noValidate>
        {!isNamed && <FormFailure failure={failure} />}
        {customer && isConflict && (
          <button type="button" className="button" onClick={() => void takeNewVersion(customer)}>
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
        <FormButtons
          onClose={onClose}
          isPending={isPending}
          isPaused={isPaused}
          label={customer ? 'Save' : 'Create customer'}
        />
      </form>
    </Dialog>
  )
}
