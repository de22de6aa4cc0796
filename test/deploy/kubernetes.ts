import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';

type Manifest = { readonly apiVersion?: string; readonly kind?: string };
type Model = new (data: never) => { validate(): void };

const GROUPS: Readonly<Record<string, object>> = {
  v1: core,
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
};

/** What is read of `value` is noted by its path: the checks made from Kubernetes' schemas read what they know, and nothing else. */
const noting = <T>(value: T, read: Set<string>, path = ''): T =>
  typeof value !== 'object' || value === null
    ? value
    : (new Proxy(value, {
        get: (target, key, receiver) => {
          const at = `${path}/${String(key)}`;
          if (typeof key === 'string') read.add(at);
          return noting(Reflect.get(target, key, receiver), read, at);
        },
      }) as T);

const pathsOf = (value: unknown, path = ''): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...pathsOf(inner, `${path}/${key}`)]);

/** What Kubernetes would not accept of a manifest: kinds and fields it does not know, and values of the wrong type. */
export const complaintsAbout = (manifest: Manifest): string[] => {
  const { apiVersion = '', kind = '' } = manifest;
  const Kind = (GROUPS[apiVersion] as Record<string, Model> | undefined)?.[kind];
  if (Kind === undefined) return [`${apiVersion} ${kind} is no kind`];
  const model = new Kind(manifest as never);
  const read = new Set<string>();
  try {
    // The check reads what it is given: here a manifest that notes what is read.
    Object.getPrototypeOf(model).validate.call(noting({ ...manifest }, read));
  } catch (error) {
    return [(error as Error).message];
  }
  return pathsOf(manifest)
    .filter((path) => !read.has(path))
    .map((path) => `${path} is no field`);
};
