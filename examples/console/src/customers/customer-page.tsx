import { ApiError } from '@clientele/client'
import { queryOptions } from '@clientele/client/tanstack-query'
import type { Customer } from '@clientele/types'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { graph } from '../clients.ts'
import { explain } from '../failures.ts'
import { showList, useTitle } from '../route.ts'
import { Back, Bin, Pencil, Rocket } from '../ui/icons.tsx'
import { Avatar, Blank, countryName, LoadFailure, Skeleton, When } from '../ui/parts.tsx'
import { UserPanel } from '../users/panel.tsx'
import { useDeleteCustomer, useOnboard } from './changes.ts'
import { CustomerForm } from './form.tsx'
import { PlatformBadge } from './list.tsx'

export function CustomerPage({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(queryOptions(graph.getCustomer, { CustomersId: id }))
  useTitle(data?.displayName ?? 'Customer')
  return (
    <>
      <a className="back" href="#/">
        <Back /> All customers
      </a>
      {data ? <Loaded customer={data} /> : <Missing error={error} onRetry={() => void refetch()} />}
    </>
  )
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (!error)
    return (
      <section className="card">
        <Skeleton rows={3} />
      </section>
    )
  if (error instanceof ApiError && error.status === 404)
    return (
      <section className="card">
        <Blank
          title="There is no such customer"
          action={
            <a className="button" href="#/">
              Show all customers
            </a>
          }
        >
          It may have been deleted.
        </Blank>
      </section>
    )
  return (
    <section className="card">
      <LoadFailure failure={explain(error)} onRetry={onRetry} />
    </section>
  )
}

function Loaded({ customer }: { customer: Customer }) {
  const [isEdited, setEdited] = useState(false)
  return (
    <>
      <Head customer={customer} onEdit={() => setEdited(true)} />
      <div className="columns">
        {customer.azureTenantId ? (
          <UserPanel tenantId={customer.azureTenantId} domain={customer.domain} />
        ) : (
          <section className="card">
            <Blank title="No users to show">
              Users belong to a tenant, and this customer has no tenant id yet.
            </Blank>
          </section>
        )}
        <Facts customer={customer} />
      </div>
      {isEdited && <CustomerForm customer={customer} onClose={() => setEdited(false)} />}
    </>
  )
}

function Head({ customer, onEdit }: { customer: Customer; onEdit: () => void }) {
  const { onboard } = useOnboard()
  const remove = useDeleteCustomer()
  const name = customer.displayName || customer.domain || 'Customer without a name'
  const removeAndLeave = () => {
    remove(customer)
    showList()
  }
  return (
    <div className="page-head">
      <div className="title">
        <Avatar name={name} />
        <div>
          <h1>{name}</h1>
          <p className="lead">
            {customer.domain ?? 'no domain'} <PlatformBadge customer={customer} />
          </p>
        </div>
      </div>
      <div className="head-actions">
        {customer.isOnBoardedToMTM !== true && (
          <button type="button" className="button button-primary" onClick={() => onboard(customer)}>
            <Rocket /> Onboard
          </button>
        )}
        <button type="button" className="button" onClick={onEdit}>
          <Pencil /> Edit
        </button>
        <button type="button" className="button button-danger" onClick={removeAndLeave}>
          <Bin /> Delete
        </button>
      </div>
    </div>
  )
}

function Facts({ customer }: { customer: Customer }) {
  return (
    <section className="card facts" aria-labelledby="facts">
      <h2 id="facts">Record</h2>
      <dl>
        <Fact name="Country">{countryName(customer.countryLetterCode)}</Fact>
        <Fact name="Onboarding status">{customer.onboardingStatus ?? '—'}</Fact>
        <Fact name="Delegated privileges">{customer.delegatedPrivilegeStatus ?? '—'}</Fact>
        <Fact name="Privileges looked up">
          <When time={customer.lastDAPRefreshDateTimeUtc} />
        </Fact>
        <Fact name="Contract type">{customer.contractType ?? '—'}</Fact>
        <Fact name="Created">
          <When time={customer.cosmosCreatedDateTimeUTC} />
        </Fact>
        <Fact name="Changed">
          <When time={customer.cosmosLastModifiedDateTimeUTC} />
        </Fact>
        {(['azureTenantId', 'contractId', 'id'] as const).map((name) => (
          <Fact key={name} name={idNames[name]}>
            <code>{customer[name] ?? '—'}</code>
          </Fact>
        ))}
      </dl>
    </section>
  )
}

const idNames = { azureTenantId: 'Tenant', contractId: 'Contract', id: 'Record' }

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
