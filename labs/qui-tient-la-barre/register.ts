export interface Account {
  name: string;
  uid: number;
  /** Of its main group, which the list of that group's members does not tell. */
  gid: number;
  shell: string;
}

/** The host's accounts, and who is of one group. */
export interface Register {
  accounts: readonly Account[];
  /** The group's number: the kernel compares numbers, not names. */
  gid: number;
  /** Names that any group of that number lists. */
  members: readonly string[];
}

/**
 * Reads `/etc/group` and `/etc/passwd`. Names are the learner's.
 * @returns `undefined` when no group has that name.
 */
export function parseRegister(groupFile: string, accountFile: string, group: string): Register | undefined {
  const groups = groupFile.split('\n').map((line) => line.split(':'));
  const gid = groups.find(([name]) => name === group)?.[2];
  if (gid === undefined) return undefined;
  return {
    gid: Number(gid),
    members: groups.flatMap(([, , number, names = '']) => (number === gid ? names.split(',').filter(Boolean) : [])),
    accounts: accountFile.split('\n').flatMap((line): Account[] => {
      const [name = '', , uid, main, , , shell = ''] = line.split(':');
      return name && uid ? [{ name, uid: Number(uid), gid: Number(main), shell }] : [];
    }),
  };
}

export const accountOf = ({ accounts }: Register, name: string): Account | undefined =>
  accounts.find((account) => account.name === name);

export const isOfGroup = ({ gid, members }: Register, account: Account): boolean =>
  account.gid === gid || members.includes(account.name);
