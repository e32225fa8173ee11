import { mutationOptions, queryKey } from '@clientele/client/tanstack-query'
import type { CustomerUser, CustomerUserCollection, CustomerUserInput } from '@clientele/types'
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query'
import { partnerCenter } from '../clients.ts'
import { explain } from '../failures.ts'
import { changeAtOnce, eachPage } from '../optimistic.ts'
import { tell, tellFailure } from '../ui/toasts.tsx'

const listKey = queryKey(partnerCenter.listCustomerUsers)
type Pages = InfiniteData<CustomerUserCollection>

export const nameOf = ({
  displayName,
  userPrincipalName,
}: Pick<CustomerUser, 'displayName' | 'userPrincipalName'>): string =>
  displayName || userPrincipalName || 'The user'

function useRefresh() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: listKey })
}

/** Partner Center carries out an `MS-RequestId` once, so the client may repeat even a POST whose answer was lost. */
export function useCreateUser() {
  const refresh = useRefresh()
  return useMutation({ ...mutationOptions(partnerCenter.createCustomerUser), onSettled: refresh })
}

export function useUpdateUser() {
  const refresh = useRefresh()
  return useMutation({ ...mutationOptions(partnerCenter.updateCustomerUser), onSettled: refresh })
}

/** Removes a user from the lists on the page. */
function useTakeOut() {
  const queryClient = useQueryClient()
  return (user: CustomerUser) =>
    changeAtOnce<Pages>(
      queryClient,
      listKey,
      eachPage((page) => ({ ...page, items: page.items.filter(({ id }) => id !== user.id) })),
    )
}

/** Deletes and restores users. A deleted user is `inactive` and can be made `active` again for 30 days. */
export function useUserState(tenantId: string) {
  const refresh = useRefresh()
  const takeOut = useTakeOut()
  const inputOf = (user: CustomerUser) => ({ customer_id: tenantId, user_id: user.id })

  const restore = useMutation({
    mutationFn: (user: CustomerUser) => {
      const body: CustomerUserInput = { state: 'active', attributes: { objectType: 'CustomerUser' } }
      return partnerCenter.updateCustomerUser({ ...inputOf(user), body })
    },
    onMutate: takeOut,
    onSuccess: (_data, user) => tell(`${nameOf(user)} is restored.`),
    onError: (error, user, takeBack) => {
      takeBack?.()
      tellFailure(`${nameOf(user)} was not restored. ${explain(error).detail}`)
    },
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: (user: CustomerUser) => partnerCenter.deleteCustomerUser(inputOf(user)),
    onMutate: takeOut,
    onSuccess: (_data, user) => tell(`${nameOf(user)} is deleted.`, () => restore.mutate(user)),
    onError: (error, user, takeBack) => {
      takeBack?.()
      tellFailure(`${nameOf(user)} was not deleted. ${explain(error).detail}`)
    },
    onSettled: refresh,
  })
  return { remove: remove.mutate, restore: restore.mutate }
}
