import { isDeepStrictEqual } from 'node:util';
import { IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { onlyAtAdministrations } from '#organisation';
import { pointFacts, puntoCliente } from '#service-points/domain';
import { defineCommandOn, fact, facts } from '#use-cases';
import type { PointKind } from '#vocabulary';
import { pointRefusals, requireHoldable } from '../domain/points.ts';
import { predecessorFacts, predecessorRefusals, requireRenewable } from '../domain/predecessor.ts';
import { protocol } from '../domain/protocol.ts';
import { requireTemplate, templateRefusals } from '../domain/template/protocol-template.ts';
import { requireKindsAllowedAt } from './kinds-at-host.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';
import { IsAllowedKinds, IsCoveredPoints, IsDurationMonths } from './protocol-terms.ts';
import { templateOfProtocol } from './template/template-of-protocol.ts';

/** Changes the terms of a draft; what is absent stays. Officers are named, and replaced, by a command of their own. */
export class ReviseProtocolDraft extends OnProtocol {
  /** Ids of the Punti Cliente to cover: all of them. */
  @IsOptional()
  @IsCoveredPoints()
  readonly points?: string[];

  /** Kinds of point to allow: all of them. */
  @IsOptional()
  @IsAllowedKinds()
  readonly kinds?: PointKind[];

  @IsOptional()
  @IsDurationMonths()
  readonly durationMonths?: number;
}

const nothingToRevise = defineRefusal(
  'NOTHING_TO_REVISE',
  'The draft says that already: nothing is left to do.',
  'already-so',
);

/** A draft can be changed until it is submitted, under the rules by which it was drafted. */
export const reviseProtocolDraft = defineCommandOn(protocol)({
  input: ReviseProtocolDraft,
  summary: 'Changes points, kinds of point or duration of a draft.',
  id: protocolId,
  by: OFFICES,
  in: ['DRAFT'],
  needs: {
    named: facts(
      puntoCliente,
      ({ points }: ReviseProtocolDraft, state: { readonly status: string; readonly points?: readonly string[] }) =>
        points ?? state.points ?? [],
      pointFacts,
    ),
    predecessor: fact(
      protocol,
      (_input: ReviseProtocolDraft, state: { readonly status: string; readonly renews?: string }) => state.renews,
      predecessorFacts,
    ),
    template: templateOfProtocol,
  },
  refuses: [nothingToRevise, onlyAtAdministrations, pointRefusals, predecessorRefusals, templateRefusals],
  decide: (revision, { host, region, renews, templateId, ...before }, { named, predecessor, template }) => {
    const { points = before.points, kinds = before.kinds, durationMonths = before.durationMonths } = revision;
    const terms = { points: [...points], kinds: [...kinds], durationMonths };
    const stays = { points: before.points, kinds: before.kinds, durationMonths: before.durationMonths };
    if (isDeepStrictEqual(terms, stays)) throw nothingToRevise();
    requireKindsAllowedAt(host, kinds);
    requireHoldable(named, { region, hostId: host.id, kinds });
    if (renews !== undefined) requireRenewable(renews, predecessor, { region, hostId: host.id, points });
    if (templateId !== undefined) requireTemplate(templateId, template, kinds);
    return [{ type: 'ProtocolDraftRevised', data: terms }];
  },
});
