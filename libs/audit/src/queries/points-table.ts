import { inRome } from '#italy';
import type { AnswerTable } from '#use-cases';
import type { CoveringProtocol, PointOnDate, PointsAnswer } from './points-answer.ts';

/** The points of an answer, one a line, with times as in Rome; those that were active for a part of the day alone come last. */
export const pointsTable: AnswerTable<PointsAnswer> = {
  columns: [
    ...['point', 'state', 'kind', 'host', 'region', 'province', 'municipality', 'street', 'postal_code', 'active_from'],
    ...['protocol', 'protocol_state', 'in_force_from', 'expires_on', 'signed_at', 'forwarded_on', 'acknowledged_on'],
    ...['inps_signer', 'inps_signed_at', 'inps_register_entry', 'host_signer', 'host_signed_at', 'host_register_entry'],
    'parts_of_day',
  ],
  rows: ({ items, forPartOfDay }) => [...items, ...forPartOfDay].map(rowOf),
};

function rowOf(point: PointOnDate): (string | null)[] {
  const { id, state, kind, host, region, province, municipality, address, activeFrom, protocol, parts } = point;
  return [
    ...[
      id,
      state,
      kind,
      host?.name ?? null,
      region,
      province,
      municipality,
      address.street,
      address.postalCode,
      activeFrom,
    ],
    ...[protocol?.id ?? null, protocol?.state ?? null, protocol?.effectiveDate ?? null, protocol?.expiresOn ?? null],
    ...[
      protocol?.signedAt ? inRome(protocol.signedAt) : null,
      protocol?.forwardedOn ?? null,
      protocol?.acknowledgedOn ?? null,
    ],
    ...signatureOf('INPS', protocol),
    ...signatureOf('HOST', protocol),
    parts.map(({ from, state: then }) => `${inRome(from)} ${then ?? '-'}`).join('; ') || null,
  ];
}

function signatureOf(wanted: string, protocol: CoveringProtocol | null): (string | null)[] {
  const signature = protocol?.signatures.find(({ party }) => party === wanted);
  if (!signature) return [null, null, null];
  const { signerRole, signedAt, registerEntry } = signature;
  const { ipaCode, aoo, register, year, number } = registerEntry;
  const entry = [ipaCode, aoo, register, `${year}/${number}`].filter((part) => part !== undefined).join(' ');
  return [signerRole, inRome(signedAt), entry];
}
