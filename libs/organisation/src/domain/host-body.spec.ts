import { decider, SPEC_COMMAND_ID } from '#kernel/specification';
import type { HostBodyEvent } from './events.ts';
import { hostBody, reservedAs, uniqueCodes, type RegisterHostBody } from './host-body.ts';

const territory = { hasRegion: () => true, regionOfProvince: (province: string) => (province === '037' ? '08' : '09') };
const administration = {
  id: 'host-1',
  kind: 'PUBLIC_ADMINISTRATION' as const,
  name: 'Comune dimostrativo',
  fiscalCode: '80078750587',
  ipaCode: 'c_demo',
  region: '08',
  province: '037',
};
const register: RegisterHostBody = { type: 'RegisterHostBody', ...administration };
const registered: HostBodyEvent = { type: 'HostBodyRegistered', data: administration };
const act = { authority: 'Prefettura', number: '12', date: '2015-05-04' };

function knowing(...codes: { fiscalCode?: string; ipaCode?: string }[]): {
  territory: typeof territory;
  today: string;
  reserved: ReadonlySet<string>;
} {
  return { territory, today: '2026-03-02', reserved: new Set(codes.flatMap(uniqueCodes).map(reservedAs)) };
}

describe('host body', () => {
  const body = decider(hostBody);

  it('is registered with the codes that are reserved for it', () => {
    body.given().when(register, knowing(administration)).then(registered);
  });

  it('is never registered with a code that is not reserved', () => {
    body
      .given()
      .when(register, knowing({ fiscalCode: administration.fiscalCode }))
      .thenRefused('HOST_BODY_CHANGED_MEANWHILE', { codes: ['host-body-ipa-code:c_demo'] });
  });

  it('compares IPA codes without regard to case', () => {
    expect(uniqueCodes({ ipaCode: 'C_Demo' })).toEqual(uniqueCodes({ ipaCode: 'c_demo' }));
  });

  it('needs a fiscal code whose check digit is right', () => {
    const wrong = { ...administration, fiscalCode: '80078750588' };
    body
      .given()
      .when({ ...register, ...wrong }, knowing(wrong))
      .thenRefused('FISCAL_CODE_INVALID');
  });

  it('has an IPA code when it is an administration, and no act of recognition', () => {
    const { ipaCode: _ipaCode, ...without } = register;
    body.given().when(without, knowing(administration)).thenRefused('IPA_CODE_REQUIRED');
    body
      .given()
      .when({ ...register, recognitionAct: act }, knowing(administration))
      .thenRefused('RECOGNITION_ACT_NOT_ALLOWED');
  });

  it('has an act of recognition when it is an association, and no IPA code', () => {
    const { ipaCode: _ipaCode, ...without } = register;
    const association = { ...without, kind: 'RECOGNISED_ASSOCIATION' as const };
    body.given().when(association, knowing(association)).thenRefused('RECOGNITION_ACT_REQUIRED');
    body
      .given()
      .when({ ...association, ipaCode: 'c_demo', recognitionAct: act }, knowing(administration))
      .thenRefused('IPA_CODE_NOT_ALLOWED');
    body
      .given()
      .when({ ...association, recognitionAct: { ...act, date: '2026-03-03' } }, knowing(association))
      .thenRefused('RECOGNITION_ACT_IN_FUTURE');
    body
      .given()
      .when({ ...association, recognitionAct: act }, knowing(association))
      .then({
        type: 'HostBodyRegistered',
        data: { ...omitType(association), recognitionAct: act },
      });
  });

  it('stands in a province of its region', () => {
    body
      .given()
      .when({ ...register, province: '048' }, knowing(administration))
      .thenRefused('PROVINCE_NOT_IN_REGION');
  });

  it('keeps its kind and what a correction does not name', () => {
    const { id: _id, kind: _kind, ...details } = administration;
    body
      .given(registered)
      .when({ type: 'CorrectHostBodyDetails', name: 'Comune corretto' }, knowing())
      .then({ type: 'HostBodyDetailsCorrected', data: { ...details, name: 'Comune corretto' } });
  });

  it('needs a reservation for a corrected code, not for one it holds', () => {
    const correct = { type: 'CorrectHostBodyDetails' as const, fiscalCode: '01199250158' };
    body
      .given(registered)
      .when(correct, knowing())
      .thenRefused('HOST_BODY_CHANGED_MEANWHILE', { codes: ['host-body-fiscal-code:01199250158'] });
    expect(body.given(registered).when(correct, knowing(correct)).events()).toHaveLength(1);
  });

  it('refuses a correction that corrects nothing', () => {
    body
      .given(registered)
      .when({ type: 'CorrectHostBodyDetails', name: administration.name }, knowing())
      .thenRefused('NOTHING_TO_CORRECT');
  });

  it('refuses a command that was abandoned because its reservation was released', () => {
    body
      .given({ type: 'CommandAbandoned', data: { abandonedCommandId: SPEC_COMMAND_ID } })
      .when(register, knowing(administration))
      .thenRefused('COMMAND_ABANDONED');
  });
});

function omitType<T extends { type: unknown }>(command: T): Omit<T, 'type'> {
  const { type: _omitted, ...rest } = command;
  return rest;
}
