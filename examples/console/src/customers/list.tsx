import type { Customer } from '@clientele/types'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState } from 'react'
import { explain } from '../failures.ts'
import { addressOf, useTitle } from '../route.ts'
import { Back, Bin, Down, Forward, Pencil, Plus, Rocket, Search, Up } from '../ui/icons.tsx'
import { Action, Avatar, Blank, countryName, LoadFailure, Skeleton, When } from '../ui/parts.tsx'
import { useDeleteCustomer, useOnboard, useOnboardAll } from './changes.ts'
import { CustomerForm } from './form.tsx'
import { type Column, customersQuery, firstView, pageSize, type Status, type View } from './query.ts'

const statuses: [Status, string][] = [
  ['all', 'All'],
  ['onboarded', 'Onboarded'],
  ['waiting', 'Waiting'],
]

export function CustomerList() {
  useTitle('Customers')
  const [view, setView] = useState(firstView)
  const [page, setPage] = useState(0)
  const [edited, setEdited] = useState<Customer | 'new'>()
  const [picked, setPicked] = useState<readonly string[]>([])
  const change = (part: Partial<View>) => {
    setView({ ...view, ...part })
    setPage(0)
    setPicked([])
  }
  const deferred = useDeferredValue(view)
  const query = useInfiniteQuery({ ...customersQuery(deferred), placeholderData: keepPreviousData })
  const pages = query.data?.pages ?? []
  const shown = pages[Math.min(page, pages.length - 1)]
  const total = pages.at(-1)?.['@odata.count'] ?? 0
  const showNext = async () => {
    if (page + 1 >= pages.length) await query.fetchNextPage()
    setPage(page + 1)
  }
  const isFiltered = view.search !== '' || view.status !== 'all'
  return (
    <>
      <div className="page-head">
        <div>
          <h1>Customers</h1>
          <p className="lead" role="status">
            {summary({
              total,
              isFiltered,
              isLoading: query.isPending || query.isPlaceholderData,
              isShown: Boolean(shown),
            })}
          </p>
        </div>
        <button type="button" className="button button-primary" onClick={() => setEdited('new')}>
          <Plus /> New customer
        </button>
      </div>
      <div className="bars">
        <Toolbar view={view} change={change} />
        <PickedBar
          customers={pages.flatMap(({ value }) => value).filter(({ id }) => picked.includes(id))}
          onDone={() => setPicked([])}
        />
      </div>
      <section
        className="card"
        aria-busy={query.isFetching}
        data-stale={query.isPlaceholderData || undefined}
      >
        <ListBody
          query={query}
          customers={shown?.value}
          view={view}
          change={change}
          isFiltered={isFiltered}
          onEdit={setEdited}
          picked={picked}
          onPick={setPicked}
        />
        {shown && total > pageSize && (
          <Pager
            page={Math.min(page, pages.length - 1)}
            total={total}
            isLast={page + 1 >= pages.length && !query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            onPrevious={() => setPage(page - 1)}
            onNext={() => void showNext()}
          />
        )}
      </section>
      {edited && (
        <CustomerForm customer={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </>
  )
}

function Toolbar({ view, change }: SortProps) {
  return (
    <div className="toolbar">
      <label className="search">
        <Search />
        <span className="hidden">Search by name or domain</span>
        <input
          type="search"
          placeholder="Search by name or domain"
          value={view.search}
          onChange={({ target }) => change({ search: target.value })}
        />
      </label>
      <fieldset className="segments">
        <legend className="hidden">Onboarding</legend>
        {statuses.map(([status, label]) => (
          <label key={status}>
            <input
              type="radio"
              name="status"
              checked={view.status === status}
              onChange={() => change({ status })}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <SortSelect view={view} change={change} />
    </div>
  )
}

interface PagerProps {
  page: number
  total: number
  isLast: boolean
  isLoading: boolean
  onPrevious: () => void
  onNext: () => void
}

function Pager({ page, total, isLast, isLoading, onPrevious, onNext }: PagerProps) {
  return (
    <nav className="pager" aria-label="Pages">
      <span className="page-number">
        Page {page + 1} of {Math.ceil(total / pageSize)}
      </span>
      <button type="button" className="button" disabled={page === 0} onClick={onPrevious}>
        <Back /> Previous
      </button>
      <button type="button" className="button" disabled={isLast || isLoading} onClick={onNext}>
        Next <Forward />
      </button>
    </nav>
  )
}

interface Summary {
  total: number
  isFiltered: boolean
  isLoading: boolean
  isShown: boolean
}

function summary({ total, isFiltered, isLoading, isShown }: Summary): string {
  if (isLoading) return isShown ? 'Looking…' : 'Loading…'
  if (!isShown) return 'Not loaded'
  return `${total} ${total === 1 ? 'customer' : 'customers'}${isFiltered ? ' found' : ''}`
}

/** Changes all customers that are picked, on every page. Takes the place of the toolbar, so that the rows do not move. */
function PickedBar({ customers, onDone }: { customers: Customer[]; onDone: () => void }) {
  const bar = useRef<HTMLDivElement>(null)
  const onboardAll = useOnboardAll()
  const waiting = customers.filter(({ isOnBoardedToMTM }) => isOnBoardedToMTM !== true)
  const onboarded = customers.filter((customer) => !waiting.includes(customer))
  const clear = () => {
    // The buttons go away, and the focus would go with them.
    bar.current?.focus()
    onDone()
  }
  const set = (changed: Customer[], isOnBoardedToMTM: boolean) => {
    onboardAll({ customers: changed, isOnBoardedToMTM })
    clear()
  }
  return (
    <div className="picked" ref={bar} tabIndex={-1}>
      <p role="status">{customers.length > 0 && `${customers.length} selected`}</p>
      {waiting.length > 0 && (
        <button type="button" className="button button-primary" onClick={() => set(waiting, true)}>
          <Rocket /> Onboard {waiting.length}
        </button>
      )}
      {onboarded.length > 0 && (
        <button type="button" className="button" onClick={() => set(onboarded, false)}>
          Set {onboarded.length} to waiting
        </button>
      )}
      {customers.length > 0 && (
        <button type="button" className="button" onClick={clear}>
          Clear
        </button>
      )}
    </div>
  )
}

interface PickProps {
  label: string
  isPicked: boolean
  onChange: (isPicked: boolean) => void
}

function Pick({ label, isPicked, onChange }: PickProps) {
  return (
    <label className="pick">
      <input
        type="checkbox"
        aria-label={label}
        checked={isPicked}
        onChange={({ target }) => onChange(target.checked)}
      />
    </label>
  )
}

interface ListBodyProps {
  query: { error: unknown; isPending: boolean; refetch: () => unknown }
  customers: Customer[] | undefined
  view: View
  change: (part: Partial<View>) => void
  isFiltered: boolean
  onEdit: (customer: Customer | 'new') => void
  /** Ids of the customers that are picked. */
  picked: readonly string[]
  onPick: (picked: string[]) => void
}

function ListBody({ query, customers, view, change, isFiltered, onEdit, picked, onPick }: ListBodyProps) {
  if (query.error && !customers)
    return <LoadFailure failure={explain(query.error)} onRetry={() => void query.refetch()} />
  if (!customers) return <Skeleton rows={8} />
  if (customers.length === 0 && isFiltered)
    return (
      <Blank
        title="Nothing found"
        action={
          <button type="button" className="button" onClick={() => change({ search: '', status: 'all' })}>
            Show all customers
          </button>
        }
      >
        No customer matches what you are looking for.
      </Blank>
    )
  if (customers.length === 0)
    return (
      <Blank
        title="No customers yet"
        action={
          <button type="button" className="button button-primary" onClick={() => onEdit('new')}>
            <Plus /> New customer
          </button>
        }
      >
        Add the first one, and onboard it when its contract is signed.
      </Blank>
    )
  const pick = (ids: string[]) => (isPicked: boolean) => {
    const others = picked.filter((id) => !ids.includes(id))
    onPick(isPicked ? [...others, ...ids] : others)
  }
  const ids = customers.map(({ id }) => id)
  return (
    <table className="rows">
      <caption className="hidden">Customers</caption>
      <thead>
        <tr>
          <td>
            <Pick
              label="Select every customer on this page"
              isPicked={ids.every((id) => picked.includes(id))}
              onChange={pick(ids)}
            />
          </td>
          <Heading column="displayName" view={view} change={change}>
            Customer
          </Heading>
          <Heading column="countryLetterCode" view={view} change={change}>
            Country
          </Heading>
          <th scope="col">Platform</th>
          <Heading column="cosmosLastModifiedDateTimeUTC" view={view} change={change}>
            Changed
          </Heading>
          <th scope="col">
            <span className="hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <Row
            key={customer.id}
            customer={customer}
            onEdit={onEdit}
            isPicked={picked.includes(customer.id)}
            onPick={pick([customer.id])}
          />
        ))}
      </tbody>
    </table>
  )
}

interface SortProps {
  view: View
  change: (part: Partial<View>) => void
}

function Heading({ column, view, change, children }: SortProps & { column: Column; children: string }) {
  const isSorted = view.sort === column
  const direction = view.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={isSorted ? direction : 'none'}>
      <button
        type="button"
        className="sort"
        onClick={() => change({ sort: column, descending: isSorted && !view.descending })}
      >
        {children} {isSorted && (view.descending ? <Down /> : <Up />)}
      </button>
    </th>
  )
}

/** Sorts the list on narrow screens, which have no column headings to click. */
function SortSelect({ view, change }: SortProps) {
  return (
    <label className="sort-select">
      <span className="hidden">Order</span>
      <select
        value={`${view.sort} ${view.descending}`}
        onChange={({ target }) => {
          const [sort, descending] = target.value.split(' ')
          change({ sort: sort as Column, descending: descending === 'true' })
        }}
      >
        <option value="displayName false">By name</option>
        <option value="countryLetterCode false">By country</option>
        <option value="cosmosLastModifiedDateTimeUTC true">Last changed first</option>
      </select>
    </label>
  )
}

interface RowProps {
  customer: Customer
  onEdit: (customer: Customer) => void
  isPicked: boolean
  onPick: (isPicked: boolean) => void
}

function Row({ customer, onEdit, isPicked, onPick }: RowProps) {
  const { onboard } = useOnboard()
  const remove = useDeleteCustomer()
  const name = customer.displayName || customer.domain || customer.id
  return (
    <tr>
      <td className="pick-cell">
        <Pick label={`Select ${name}`} isPicked={isPicked} onChange={onPick} />
      </td>
      <th scope="row">
        <a className="who" href={addressOf(customer.id)}>
          <Avatar name={name} />
          <span>
            <strong>{name}</strong>
            <small>{customer.domain ?? 'no domain'}</small>
          </span>
        </a>
      </th>
      <td data-label="Country">{countryName(customer.countryLetterCode)}</td>
      <td data-label="Platform">
        <PlatformBadge customer={customer} />
      </td>
      <td data-label="Changed">
        <When time={customer.cosmosLastModifiedDateTimeUTC} />
      </td>
      <td className="actions">
        {customer.isOnBoardedToMTM !== true && (
          <button type="button" className="button button-quiet" onClick={() => onboard(customer)}>
            <Rocket /> Onboard<span className="hidden"> {name}</span>
          </button>
        )}
        <Action label={`Edit ${name}`} onClick={() => onEdit(customer)}>
          <Pencil />
        </Action>
        <Action label={`Delete ${name}`} onClick={() => remove(customer)}>
          <Bin />
        </Action>
      </td>
    </tr>
  )
}

export function PlatformBadge({ customer }: { customer: Customer }) {
  return customer.isOnBoardedToMTM ? (
    <span className="badge badge-good">Onboarded</span>
  ) : (
    <span className="badge badge-wait">Waiting</span>
  )
}
