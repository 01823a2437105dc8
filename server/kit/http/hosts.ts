/** Which machines may be asked: an export file, or a server, may name any host it likes. */
import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { DatapinError } from '../../core/errors.ts';

/** never: the link itself and the servers that hand out a machine's credentials · private: this machine and its neighbours */
export type Reach = 'never' | 'private' | 'public';

export interface HostRules {
  /** How names become addresses. */
  lookup: LookupFunction;
  reach(address: string, host: string): Reach;
}

export const systemHosts: HostRules = { lookup: systemLookup as LookupFunction, reach: reachOf };

/** Where an IP address leads, whatever way it is written. */
export function reachOf(address: string): Reach {
  const plain = unmapped(address.replace(/%.*$/s, ''));
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (never.check(plain, family)) return 'never';
  return neighbours.check(plain, family) ? 'private' : 'public';
}

/** Throws `web.refused-host` when a host is one that nobody may ask, as far as its name says. */
export function checkHost(host: string, publicOnly: boolean, rules: HostRules): void {
  const bare = bareHost(host);
  if (forbiddenNames.has(bare)) throw refused(bare);
  if (isIP(bare) !== 0 && !allowed(rules.reach(bare, bare), publicOnly)) throw refused(bare);
}

/** Finds the addresses of a name and leaves out those that may not be asked, so that no later look-up can bring in another. */
export function guardedLookup(publicOnly: boolean, rules: HostRules): LookupFunction {
  return (host, options, callback) => {
    rules.lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const addresses = (Array.isArray(found) ? found : []).filter(({ address }) => allowed(rules.reach(address, host), publicOnly));
      const [first] = addresses;
      if (!first) return callback(refused(host), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

/** A host as URLs have it, without brackets and the dot at its end. */
export function bareHost(host: string): string {
  return host
    .replace(/^\[(.*)\]$/s, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}

function allowed(reach: Reach, publicOnly: boolean): boolean {
  return reach === 'public' || (reach === 'private' && !publicOnly);
}

function refused(host: string): DatapinError {
  return new DatapinError('web.refused-host', `${host} is not asked: it leads to this machine, its network or its cloud's metadata.`, {
    hint: 'If that is what you want, name the address of the file itself.',
  });
}

const forbiddenNames = new Set(['metadata.google.internal', 'metadata.goog', 'instance-data']);

const never = blockList([
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::254/128',
  // the metadata servers of Azure, Alibaba and Oracle, which lie elsewhere
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
]);

const neighbours = blockList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/127',
  'fc00::/7',
  'fec0::/10',
]);

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/');
    list.addSubnet(net, Number(prefix), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** The IPv4 address inside of one that is mapped (`::ffff:`) or translated (`64:ff9b::`). */
function unmapped(address: string): string {
  const [, dotted] = /^(?:::ffff:|64:ff9b::)(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (dotted) return dotted;
  const [, high, low] = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address) ?? [];
  if (!high || !low) return address;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}
