import { infiniteQueryOptions } from '@clientele/client/tanstack-query'
import type { CustomerUser } from '@clientele/types'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { partnerCenter } from '../clients.ts'
import { explain } from '../failures.ts'
import { Bin, Key, Pencil, Plus, Undo } from '../ui/icons.tsx'
import { Action, Avatar, Blank, LoadFailure, Skeleton, When } from '../ui/parts.tsx'
import { nameOf, useUserState } from './changes.ts'
import { PasswordForm, UserForm } from './forms.tsx'

type State = 'active' | 'inactive'

/** Only this filter shows deleted users. */
const deletedUsers = JSON.stringify({ Field: 'UserState', Value: 'Inactive', Operator: 'equals' })

const usersQuery = (customer_id: string, state: State) =>
  infiniteQueryOptions(partnerCenter.listCustomerUsers, {
    customer_id,
    size: 6,
    ...(state === 'inactive' && { filter: deletedUsers }),
  })

type Opened = { form: 'user'; user?: CustomerUser } | { form: 'password'; user: CustomerUser }

export function UserPanel({ tenantId, domain }: { tenantId: string; domain: string | undefined }) {
  const [state, setState] = useState<State>('active')
  const [opened, setOpened] = useState<Opened>()
  const query = useInfiniteQuery(usersQuery(tenantId, state))
  const users = query.data?.pages.flatMap(({ items }) => items)
  const close = () => setOpened(undefined)
  return (
    <section className="card" aria-labelledby="users">
      <div className="card-head">
        <h2 id="users">Users</h2>
        <fieldset className="segments">
          <legend className="hidden">State</legend>
          {(['active', 'inactive'] as const).map((each) => (
            <label key={each}>
              <input type="radio" name="state" checked={state === each} onChange={() => setState(each)} />
              <span>{each === 'active' ? 'Active' : 'Deleted'}</span>
            </label>
          ))}
        </fieldset>
        <button type="button" className="button" onClick={() => setOpened({ form: 'user' })}>
          <Plus /> Add user
        </button>
      </div>
      <div aria-busy={query.isFetching}>
        {users ? (
          <Users users={users} state={state} tenantId={tenantId} onOpen={setOpened} />
        ) : query.error ? (
          <LoadFailure failure={explain(query.error)} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={3} />
        )}
      </div>
      {query.hasNextPage && (
        <div className="pager">
          <button
            type="button"
            className="button"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? 'Loading…' : 'Show more users'}
          </button>
        </div>
      )}
      {opened?.form === 'user' && (
        <UserForm tenantId={tenantId} domain={domain} user={opened.user} onClose={close} />
      )}
      {opened?.form === 'password' && <PasswordForm tenantId={tenantId} user={opened.user} onClose={close} />}
    </section>
  )
}

interface UsersProps {
  users: CustomerUser[]
  state: State
  tenantId: string
  onOpen: (opened: Opened) => void
}

function Users({ users, state, tenantId, onOpen }: UsersProps) {
  const { remove, restore } = useUserState(tenantId)
  if (users.length === 0)
    return state === 'active' ? (
      <Blank title="No users yet">Add the first account of this tenant.</Blank>
    ) : (
      <Blank title="Nobody is deleted">Deleted users stay here for 30 days and can be restored.</Blank>
    )
  return (
    <ul className="people">
      {users.map((user) => (
        <Person
          key={user.id}
          user={user}
          onOpen={onOpen}
          onRemove={() => remove(user)}
          onRestore={() => restore(user)}
        />
      ))}
    </ul>
  )
}

interface PersonProps {
  user: CustomerUser
  onOpen: (opened: Opened) => void
  onRemove: () => void
  onRestore: () => void
}

function Person({ user, onOpen, onRemove, onRestore }: PersonProps) {
  const name = nameOf(user)
  const isDeleted = user.state === 'inactive'
  return (
    <li>
      <Avatar name={name} />
      <div className="person">
        <strong>{name}</strong>
        <small>{user.userPrincipalName}</small>
      </div>
      <div className="person-more">
        {isDeleted && (
          <small>
            deleted <When time={user.softDeletionTime} />
          </small>
        )}
        {!isDeleted && user.userDomainType === 'federated' && <span className="badge">Synchronised</span>}
      </div>
      <div className="actions">
        {isDeleted ? (
          <button type="button" className="button button-quiet" onClick={onRestore}>
            <Undo /> Restore<span className="hidden"> {name}</span>
          </button>
        ) : (
          <>
            <Action
              label={`Reset the password of ${name}`}
              onClick={() => onOpen({ form: 'password', user })}
            >
              <Key />
            </Action>
            <Action label={`Edit ${name}`} onClick={() => onOpen({ form: 'user', user })}>
              <Pencil />
            </Action>
            <Action label={`Delete ${name}`} onClick={onRemove}>
              <Bin />
            </Action>
          </>
        )}
      </div>
    </li>
  )
}
