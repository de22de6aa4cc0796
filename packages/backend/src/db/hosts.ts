import pg from 'pg';

/** One of the servers that an address names. */
type Host = { readonly host: string; readonly port: number };

const POSTGRES_PORT = 5432;
/** A server in reach answers in milliseconds; one whose machine is gone does not answer at all. */
const PROBE_MS = 2_000;

const PARTS = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s;

/**
 * The servers of `postgres://user:password@first:5432,second:5432/database`, and the address of the first by itself, which the
 * driver understands. One server alone is none of several.
 */
export const readHosts = (address: string): { hosts: Host[]; first: string } => {
  const [, login = '', names = '', rest = ''] = PARTS.exec(address) ?? [];
  const several = names.split(',');
  if (several.length < 2) return { hosts: [], first: address };
  const hosts = several.map((name) => {
    const { hostname, port } = new URL(`postgres://${name}`);
    // An address of IPv6 stands in brackets there.
    return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? POSTGRES_PORT : Number(port) };
  });
  return { hosts, first: `${login}${several[0]}${rest}` };
};

/** SQLSTATE of a server that only reads. */
const READ_ONLY = '25006';

const readOnly = (words: string): Error => Object.assign(new Error(words), { code: READ_ONLY });

/** Whether this server takes writes; throws when it is not there. */
const isWritable = async (config: pg.ClientConfig, host: Host): Promise<boolean> => {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: PROBE_MS, query_timeout: PROBE_MS });
  // It may break in the middle of the question; whoever has asked hears of it.
  client.on('error', () => {});
  Object.assign(client, host);
  try {
    await client.connect();
    return await takesWrites(client);
  } finally {
    client.end().catch(() => {}); // one that never came up has nothing to end
  }
};

const takesWrites = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query<{ transaction_read_only: string }>('show transaction_read_only');
  return rows[0]?.transaction_read_only === 'off';
};

/** The first one, in the order of the address, that takes writes; all are asked at once, so that one that is gone holds up nobody for long. */
const findWritable = async (config: pg.ClientConfig, hosts: readonly Host[]): Promise<Host> => {
  const asked = await Promise.allSettled(hosts.map((host) => isWritable(config, host)));
  const found = hosts.find((_, index) => {
    const answer = asked[index];
    return answer?.status === 'fulfilled' && answer.value;
  });
  if (found !== undefined) return found;
  const failed = asked.find((answer) => answer.status === 'rejected');
  if (failed === undefined || asked.some(({ status }) => status === 'fulfilled'))
    throw readOnly('none of the servers takes writes: a standby has to be promoted');
  throw failed.reason;
};

/** Which of several servers takes writes, asked anew when the one that did no longer does. */
const createLeader = (config: pg.ClientConfig, hosts: readonly Host[]) => {
  let known: Promise<Host> | undefined;
  return {
    find: (): Promise<Host> => {
      const asked = known ?? findWritable(config, hosts);
      known = asked;
      asked.catch(() => forget(asked));
      return asked;
    },
    forget: (): void => forget(known),
  };
  function forget(asked: Promise<Host> | undefined): void {
    if (known === asked) known = undefined;
  }
};

type Leader = ReturnType<typeof createLeader>;
type Told = (error: Error) => void;

/**
 * A client of the driver that connects to the server that takes writes (docs/processes.md#a-standby). The driver itself knows
 * one server only.
 */
const clientOf = (leader: Leader): typeof pg.Client =>
  class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      // Between the connection and the answer nobody else listens, and a break there would end the process.
      this.on('error', () => {});
    }

    override connect(): Promise<pg.Client>;
    override connect(told: Told | ((error: null, client: pg.Client) => void)): void;
    override connect(told?: Told | ((error: null, client: pg.Client) => void)): Promise<pg.Client> | undefined {
      const connected = this.#connect();
      if (told === undefined) return connected;
      connected.then((client) => (told as (error: null, client: pg.Client) => void)(null, client), told as Told);
      return undefined;
    }

    async #connect(): Promise<pg.Client> {
      Object.assign(this, await leader.find());
      try {
        await super.connect();
        if (await takesWrites(this)) return this;
        throw readOnly('the server takes no writes any more');
      } catch (error) {
        leader.forget();
        super.end().catch(() => {}); // there is nothing more to say to it
        throw error;
      }
    }
  };

/** The class of clients for an address: the driver's own, unless the address names several servers. */
export const clientFor = (config: pg.ClientConfig, hosts: readonly Host[]): typeof pg.Client =>
  hosts.length === 0 ? pg.Client : clientOf(createLeader(config, hosts));
