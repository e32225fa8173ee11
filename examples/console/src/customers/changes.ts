import { ApiError } from '@clientele/client'
import { batch } from '@clientele/client/batch'
import { mutationOptions, queryKey } from '@clientele/client/tanstack-query'
import type { Customer, CustomerCollection, CustomerInput } from '@clientele/types'
import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { graph } from '../clients.ts'
import { explain } from '../failures.ts'
import { changeAtOnce, eachPage } from '../optimistic.ts'
import { tell, tellFailure } from '../ui/toasts.tsx'

const listKey = queryKey(graph.listCustomers)
const recordKey = (CustomersId: string) => queryKey(graph.getCustomer, { CustomersId })

const nameOf = ({ displayName, domain }: Customer): string => displayName || domain || 'The customer'

type Pages = InfiniteData<CustomerCollection>

/** Fetches again everything that shows customers. */
function useRefresh() {
  const queryClient = useQueryClient()
  return (...ids: string[]) =>
    Promise.all(
      [listKey, ...ids.map(recordKey)].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    )
}

/** Shows changed customers before the service answers. @returns A function that undoes it. */
async function showChanged(
  queryClient: QueryClient,
  ids: string[],
  body: CustomerInput,
): Promise<() => void> {
  const changed = (customer: Customer): Customer =>
    ids.includes(customer.id) ? ({ ...customer, ...body } as Customer) : customer
  const takeBack = await Promise.all([
    changeAtOnce<Pages>(
      queryClient,
      listKey,
      eachPage((page) => ({ ...page, value: page.value.map(changed) })),
    ),
    ...ids.map((id) => changeAtOnce<Customer>(queryClient, recordKey(id), changed)),
  ])
  return () =>
    takeBack.forEach((each) => {
      each()
    })
}

/** Changes a customer. The change is shown at once, and undone if the service refuses it. */
export function useUpdateCustomer() {
  const queryClient = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    ...mutationOptions(graph.updateCustomer),
    mutationFn: async (input: {
      CustomersId: string
      body: CustomerInput
      'If-Match'?: string | undefined
    }) => {
      try {
        return await graph.updateCustomer(input)
      } catch (error) {
        // After a lost answer the client sends the change again, and meets the version that its first attempt made.
        if (!(error instanceof ApiError && error.status === 412)) throw error
        const now = await graph.getCustomer({ CustomersId: input.CustomersId })
        const isOurs = Object.entries(input.body).every(
          ([name, value]) => now[name as keyof Customer] === value,
        )
        if (!isOurs) throw error
        return now
      }
    },
    onMutate: async ({ CustomersId, body }) => ({
      takeBack: await showChanged(queryClient, [CustomersId], body),
    }),
    onError: (_error, _input, context) => context?.takeBack(),
    onSettled: (_data, _error, { CustomersId }) => refresh(CustomersId),
  })
}

/** Adds a customer to the multi-tenant management platform, or removes it. */
export function useOnboard() {
  const update = useUpdateCustomer()
  const set = (customer: Customer, isOnBoardedToMTM: boolean): Promise<void> =>
    // The row may be gone when the answer arrives, and callbacks of `mutate` with it.
    update.mutateAsync({ CustomersId: customer.id, body: { isOnBoardedToMTM } }).then(
      () =>
        isOnBoardedToMTM
          ? tell(`${nameOf(customer)} is onboarded.`, () => set(customer, false))
          : tell(`${nameOf(customer)} is waiting again.`),
      (error) => tellFailure(`${nameOf(customer)} was not changed. ${explain(error).detail}`),
    )
  return { onboard: (customer: Customer) => set(customer, true), isPending: update.isPending }
}

interface ForAll {
  customers: Customer[]
  isOnBoardedToMTM: boolean
}

/** Does the same as `useOnboard` for several customers, with one request for up to 20 of them. */
export function useOnboardAll() {
  const queryClient = useQueryClient()
  const refresh = useRefresh()
  const idsOf = (customers: Customer[]) => customers.map(({ id }) => id)
  const mutation = useMutation({
    mutationFn: ({ customers, isOnBoardedToMTM }: ForAll) =>
      batch(
        graph,
        idsOf(customers).map(
          (CustomersId) => [graph.updateCustomer, { CustomersId, body: { isOnBoardedToMTM } }] as const,
        ),
      ),
    onMutate: ({ customers, isOnBoardedToMTM }) =>
      showChanged(queryClient, idsOf(customers), { isOnBoardedToMTM }),
    onSuccess: async (results, { customers, isOnBoardedToMTM }) => {
      const done = customers.filter((_, index) => !results[index]?.error)
      const failed = customers.filter((customer) => !done.includes(customer))
      await showChanged(queryClient, idsOf(failed), { isOnBoardedToMTM: !isOnBoardedToMTM })
      const undo = () => mutation.mutate({ customers: done, isOnBoardedToMTM: !isOnBoardedToMTM })
      if (done.length > 0) tell(changedText(done, isOnBoardedToMTM), undo)
      const errors = results.flatMap(({ error }) => error ?? [])
      if (failed.length > 0) tellFailure(unchangedText(failed, errors))
    },
    onSettled: (_data, _error, { customers }) => refresh(...idsOf(customers)),
  })
  return mutation.mutate
}

function changedText(customers: Customer[], isOnBoardedToMTM: boolean): string {
  const [first, second] = customers
  const who = first && !second ? `${nameOf(first)} is` : `${customers.length} customers are`
  return `${who} ${isOnBoardedToMTM ? 'onboarded' : 'waiting again'}.`
}

/** Names the customers, and each reason once. */
function unchangedText(customers: Customer[], errors: unknown[]): string {
  const failures = errors.map(explain)
  const names = new Intl.ListFormat('en-GB').format(customers.map(nameOf))
  // A lost answer says nothing about the change; the list, fetched again, does.
  const isLost = failures.some((failure) => failure.isLost)
  const what = isLost ? 'may not have been' : customers.length === 1 ? 'was not' : 'were not'
  return `${names} ${what} changed. ${[...new Set(failures.map(({ detail }) => detail))].join(' ')}`
}

/** A customer that was created. */
export interface Created {
  customer: Customer
  /** Whether the answer was lost. */
  wasLost: boolean
}

/**
 * Creates a customer. Microsoft Graph cannot tell that a POST is a repetition: if the answer is lost, the customer may
 * exist, so this looks for it in the list.
 */
export function useCreateCustomer() {
  const refresh = useRefresh()
  return useMutation({
    ...mutationOptions(graph.createCustomer),
    mutationFn: async ({ body }: { body: CustomerInput }): Promise<Created> => {
      const begun = new Date(Date.now() - 60_000)
      try {
        return { customer: await graph.createCustomer({ body }), wasLost: false }
      } catch (error) {
        if (!explain(error).isLost) throw error
        const customer = await findCreated(body, begun)
        if (!customer) throw error
        return { customer, wasLost: true }
      }
    },
    onSettled: () => refresh(),
  })
}

async function findCreated(body: CustomerInput, begun: Date): Promise<Customer | undefined> {
  const same = Object.entries({ displayName: body.displayName, domain: body.domain })
    .filter(([, value]) => value)
    .map(([name, value]) => `${name} eq '${`${value}`.replaceAll("'", "''")}'`)
  if (same.length === 0) return undefined
  const { value } = await graph.listCustomers({ $filter: same.join(' and ') })
  return value.find((each) => Date.parse(each.cosmosCreatedDateTimeUTC ?? '') >= begun.getTime()) ?? value[0]
}

/** The part of a record that can be sent: everything but its id and annotations. */
export const writable = ({ id, '@odata.context': _, '@odata.etag': __, ...rest }: Customer): CustomerInput =>
  rest

/**
 * Deletes a customer at once, with a message that offers to undo it. The API cannot restore a record, so undoing creates
 * it again with a new id.
 */
export function useDeleteCustomer() {
  const queryClient = useQueryClient()
  const refresh = useRefresh()
  const create = useCreateCustomer()
  const undo = (customer: Customer) =>
    create.mutateAsync({ body: writable(customer) }).then(
      () => tell(`${nameOf(customer)} is back, with a new id.`),
      (error) => tellFailure(`${nameOf(customer)} could not be brought back. ${explain(error).detail}`),
    )
  const mutation = useMutation({
    ...mutationOptions(graph.deleteCustomer),
    mutationFn: async ({ customer }: { customer: Customer }) => {
      try {
        await graph.deleteCustomer({ CustomersId: customer.id })
      } catch (error) {
        // It is gone, as wanted: somebody else deleted it, or an earlier attempt whose answer was lost.
        if (!(error instanceof ApiError && error.status === 404)) throw error
      }
    },
    onMutate: async ({ customer }) => {
      const takeBack = await changeAtOnce<Pages>(
        queryClient,
        listKey,
        eachPage((page) => ({
          ...page,
          value: page.value.filter(({ id }) => id !== customer.id),
          ...(page['@odata.count'] === undefined ? {} : { '@odata.count': page['@odata.count'] - 1 }),
        })),
      )
      return { takeBack }
    },
    onSuccess: (_data, { customer }) => tell(`${nameOf(customer)} is deleted.`, () => undo(customer)),
    onError: (error, { customer }, context) => {
      context?.takeBack()
      tellFailure(`${nameOf(customer)} was not deleted. ${explain(error).detail}`)
    },
    onSettled: () => refresh(),
  })
  return (customer: Customer) => mutation.mutate({ customer })
}
