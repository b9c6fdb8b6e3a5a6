import { defineAggregate, reservationOf } from '#kernel/domain';
import { own, within } from '../access/grants.ts';
import { notOwnData } from '../access/principal.ts';
import { defineCommandOn } from '../commands/define-command.ts';
import { refusalsOf } from './refusals-of.ts';

const kiosk = defineAggregate<{ readonly status: 'OPEN' | 'CLOSED' }, never>({
  category: 'Kiosk',
  called: 'the kiosk',
  codes: { notFound: 'KIOSK_NOT_FOUND', alreadyExists: 'KIOSK_EXISTS', stateForbids: 'KIOSK_STATE_FORBIDS' },
  evolve: () => ({ status: 'OPEN' }),
  scopeOf: () => ({}),
});
class OnKiosk {
  readonly kioskId!: string;
}
const usual = { input: OnKiosk, summary: 'Does something.', id: () => 'k', by: [within('central')], decide: () => [] };
const codes = (useCase: Parameters<typeof refusalsOf>[0]) => refusalsOf(useCase).map(({ code }) => code);

describe('what a command may be refused with', () => {
  it('is that the thing is there already, where it brings it into being', () => {
    expect(codes(defineCommandOn(kiosk)({ ...usual, in: ['ABSENT'] }))).toEqual(['KIOSK_EXISTS']);
  });

  it('is that the thing is not there, or in another state, where it needs one', () => {
    expect(codes(defineCommandOn(kiosk)({ ...usual, in: ['OPEN'] }))).toEqual([
      'KIOSK_NOT_FOUND',
      'KIOSK_STATE_FORBIDS',
    ]);
  });

  it('is the state alone, where it takes one that is not there, too', () => {
    expect(codes(defineCommandOn(kiosk)({ ...usual, in: ['ABSENT', 'OPEN'] }))).toEqual(['KIOSK_STATE_FORBIDS']);
  });

  it('is what belongs to another, and the loss of what it claimed', () => {
    const by = [own(() => 'somebody', notOwnData)];
    const claims = () => [reservationOf('kiosk-code', 'k')];
    const found = codes(defineCommandOn(kiosk)({ ...usual, by, claims, in: ['OPEN'] }));

    expect(found.slice(2)).toEqual(['NOT_OWN_DATA', 'COMMAND_ABANDONED']);
  });
});
