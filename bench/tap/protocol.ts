/** What the children are told and tell. */
export type EmulatorInput = { readonly people: number; readonly token: string; readonly echo_token: string };
export type EmulatorReady = { readonly url: string; readonly people: readonly number[] };
export type Webhook = { readonly url: string; readonly secret_token?: string };
export type Calls = { readonly methods: Readonly<Record<string, number>>; readonly refused: string | null };
export type EchoInput = { readonly api_root: string; readonly token: string; readonly our_client: boolean };

/** An update as JSON without its number and the callback's id, which stand between the three parts. */
export type Template = readonly [string, string, string];
/** One update: its number, the callback's id, which template. */
export type PreparedTap = readonly [number, string, number];
/** The taps of each person, in the order in which they are to be sent. */
export type PreparedTaps = {
  readonly templates: readonly Template[];
  readonly taps: readonly (readonly PreparedTap[])[];
};
